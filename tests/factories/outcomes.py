"""Published measures for tests of the public side, by the real action."""

import datetime as dt
from typing import Any

from tests.factories.accounts import make_person

from vorort.authorities.models import Authority
from vorort.core.ids import new_public_id
from vorort.publications import actions
from vorort.publications.choices import Format, NewRepresentation, PublicationKind
from vorort.publications.models import Publication

AT = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
PASSED = {"passed": True, "hidden": []}
VERDICTS = {
    "likely_good": "sure",
    "likely_bad": "sure",
    "displaced": "sure",
    "unclear": "chance",
    "not_evaluable": "none",
}


def effect(grade: str = "unclear", **given: Any) -> dict[str, Any]:
    return {
        "id": new_public_id(),
        "plan": new_public_id(),
        "label": "Fahrraddiebstahl",
        "grade": grade,
        "badge": "Ergebnis in einem Wort",
        "verdict": VERDICTS[grade],
        "headline": f"Satz zum Ergebnis {grade}.",
        "sentences": ["Seit Mai wurden 14 Räder gestohlen gemeldet."],
        "as_of": "2026-10-31",
        "is_final": False,
        "design": "comparison",
        **given,
    }


def measure_payload(authority: Authority, public_id: str, **given: Any) -> dict[str, Any]:
    return {
        "id": public_id,
        "reference": "M 4/2026",
        "title": "Betreuter Fahrradabstellplatz am Bahnhof",
        "summary": "80 Stellplätze, werktags betreut.",
        "topic": "theft",
        "topic_label": "Diebstahl und Einbruch",
        "target_groups": [{"group": "all", "label": "alle"}],
        "pillars": ["municipality"],
        "settings": ["public_space"],
        "risk_factors": ["opportunity"],
        "protective_factors": [],
        "owner": "Bauamt",
        "partners": [],
        "state": "running",
        "state_label": "läuft",
        "state_on": "2026-05-02",
        "why": {"finding": "Mehr Fahrraddiebstähle", "need": "Räder stehen unbeaufsichtigt"},
        "goals": [],
        "milestones": [],
        "reach": [],
        "effects": [],
        "answers": {},
        "citations": [],
        "evidence_level": "none",
        "town": authority.name,
        "web": f"/orte/{authority.slug}/massnahmen/{public_id}/",
        **given,
    }


def publish_payload(authority: Authority, *, at: dt.datetime = AT, **given: Any) -> Publication:
    """Publish a measure by what its page would say, whatever measure there is."""
    public_id = str(given.pop("public_id", new_public_id()))
    payload = measure_payload(authority, public_id, **given)
    page = b"<!doctype html><html lang=de><body><main>Seite</main></body></html>"
    return actions.publish(
        authority=authority,
        kind=PublicationKind.MEASURE,
        area_key=authority.area_key,
        period=at.year,
        subject=public_id,
        title=payload["title"],
        summary=payload.get("summary", ""),
        payload={"public": payload},
        representations=[NewRepresentation(Format.HTML, payload["web"], page)],
        sources=[],
        gate=PASSED,
        origin_kind="measures.measure",
        origin_id=public_id,
        by=make_person(),
        at=at,
    )
