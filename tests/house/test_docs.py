"""Papers say what the code says."""

import io
import re

from django.core.management import call_command

from tests.house.floors import ROOT, apps
from vorort.config import env


def test_privacy_record_is_true() -> None:
    out = io.StringIO()
    call_command("privacy", stdout=out)
    written = (ROOT / "docs" / "privacy.md").read_text()
    assert written == out.getvalue(), "vorort privacy > docs/privacy.md"


def test_every_setting_is_explained() -> None:
    source = (ROOT / "src/vorort/config/settings.py").read_text()
    source += (ROOT / "src/vorort/config/run.py").read_text()
    names = set(re.findall(r'"((?:VORORT_|DATABASE_URL|PORT)\w*)"', source))
    explained = (ROOT / "docs" / "operations.md").read_text()
    assert [name for name in sorted(names) if f"`{name}`" not in explained] == ["VORORT_DEBUG"]
    assert env.flag("VORORT_DEBUG") is False


def test_the_map_names_every_app() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    assert [app for app in [*apps(), "stats", "config"] if f"`{app}`" not in text] == []


def test_locks_carry_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "package-lock.json"):
        text = (ROOT / name).read_text()
        assert "://" not in re.sub(r'"url": "https?://[^"]*"', "", text), name


def test_readme_shows_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text()
    assert "make run" in text
    assert "make test" in text


def test_links_between_papers_hold() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text())
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []
