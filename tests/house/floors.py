"""The floors as the import contracts state them, for rules that imports do not show."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "vorort"


def floor_of() -> dict[str, int]:
    """Return the floor of every app; 0 is the top."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(c for c in contracts["contracts"] if c["id"] == "floors")["layers"]
    return {
        name.strip(" ()"): number
        for number, layer in enumerate(layers)
        for name in layer.split("|")
    }


def apps() -> list[str]:
    return sorted(path.name for path in SRC.iterdir() if (path / "apps.py").exists())


def may_use(user: str, used: str) -> bool:
    """Return whether one app may name things of another: its own or a lower floor's."""
    floors = floor_of()
    return user == used or floors[user] < floors[used]


def sources(*names: str) -> Iterator[Path]:
    """Yield our Python files, or only those of the given names (``actions`` may be a package)."""
    for path in sorted(SRC.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        parts = {path.stem, *path.relative_to(SRC).parts[1:-1]}
        if not names or parts & set(names):
            yield path


def app_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0]


def run_time_imports(tree: ast.Module) -> Iterator[str]:
    """Yield dotted names imported at run time (blocks under TYPE_CHECKING left out)."""
    guarded = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in guarded:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            for alias in node.names:
                yield f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
