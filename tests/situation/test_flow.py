"""From figures to the public page, and back."""

from pathlib import Path

from django.test import Client
from tests.factories.situation import make_report
from tests.people import People

from vorort.situation.choices import ReportState


def test_from_figures_to_the_public_page(in_town: People) -> None:
    report = make_report(in_town, ReportState.PUBLISHED)
    assert report.state == ReportState.PUBLISHED
    base = f"/orte/{in_town.town.slug}/lagebild/2025/"
    page = Client().get(base)
    assert page.status_code == 200
    text = page.content.decode()
    Path("/tmp/public.html").write_text(text)
    assert "Diebstahl von Fahrrädern" in text
    for suffix in ("pdf", "csv", "xlsx", "json", "geojson"):
        got = Client().get(f"{base}lagebild-lindenau-2025.{suffix}")
        assert got.status_code == 200, suffix
        Path(f"/tmp/lagebild.{suffix}").write_bytes(got.content)
