"""The same town and sources as the tests of ``findings``."""

from tests.findings.conftest import by, figures, source, town

__all__ = ["by", "figures", "source", "town"]
