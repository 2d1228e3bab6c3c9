"""The registry of sources: upper apps register theirs in ``AppConfig.ready``."""

from vorort.figures.choices import Source

_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Register a source of figures under its code; twice the same code is an error."""
    if not source.code:
        raise ValueError("a source needs a code")
    if source.code in _SOURCES:
        raise ValueError(f"source registered twice: {source.code}")
    _SOURCES[source.code] = source


def unregister(code: str) -> None:
    """Take a source out again; for tests that register one of their own."""
    _SOURCES.pop(code, None)


def sources() -> tuple[Source, ...]:
    """Return all registered sources in the order of their registration."""
    return tuple(_SOURCES.values())


def source(code: str) -> Source:
    """Return the source with a code; KeyError where there is none."""
    return _SOURCES[code]
