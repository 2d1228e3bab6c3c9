"""Packages of each test in a folder of its own."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def own_staging(settings: Any, tmp_path: Path) -> None:
    settings.STAGING_DIR = tmp_path / "staging"
    settings.STAGING_DIR.mkdir()
