"""Published bodies, meetings and papers for tests of the public side, by the real action.

The payloads are what ``councils.choices`` says; the apps that publish have tests of their own.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from tests.factories.accounts import make_person

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.core.ids import new_public_id
from vorort.publications import actions
from vorort.publications.choices import Format, NewRepresentation, PublicationKind
from vorort.publications.models import Publication

AT = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
PASSED = {"passed": True, "hidden": []}
BODY_ID = "bbbb22223333"
NAMED, BY_FUNCTION = "Sina Schule", "Leitung Revier"


def web_of(authority: Authority, kind: str, public_id: str) -> str:
    return f"/orte/{authority.slug}/{kind}/{public_id}/"


def sha512(content: bytes) -> str:
    return hashlib.sha512(content).hexdigest()


def file_of(web: str, name: str, role: str, content: bytes = b"%PDF-1.7") -> dict[str, Any]:
    return {
        "id": f"f-{hashlib.sha256(f'{web}{name}'.encode()).hexdigest()[:8]}",
        "name": name.rsplit(".", 1)[0].title(),
        "path": f"{web}{name}",
        "media_type": "application/pdf",
        "size": len(content),
        "sha512": sha512(content),
        "role": role,
    }


def member(number: int, name: str, **given: Any) -> dict[str, Any]:
    return {
        "id": f"seat2222333{number}",
        "person_id": f"pers2222333{number}",
        "name": name,
        "role": "voting",
        "voting": True,
        "chair": False,
        "from_on": "2024-09-01",
        **given,
    }


def body_payload(authority: Authority, public_id: str = BODY_ID, **given: Any) -> dict[str, Any]:
    return {
        "id": public_id,
        "kind": "council",
        "kind_label": "Präventionsrat",
        "name": "Präventionsrat Lindenau",
        "short_name": "PR",
        "purpose": "Vorbeugen, bevor etwas geschieht.",
        "state": "active",
        "legal_basis": "Gremium durch Vereinbarung",
        "founded_on": "2020-01-15",
        "term": {"id": f"term{public_id[4:]}", "name": "Amtszeit 2024 bis 2029", "start": "2024-09-01"},
        "members": [
            member(1, NAMED, function="Schulleitung", organisation_id="orga22223333",
                   organisation="Oberschule Lindenau"),
            member(2, BY_FUNCTION, chair=True),
        ],
        "web": web_of(authority, "gremien", public_id),
        **given,
    }  # fmt: skip


def resolution(number: str = "PR 1/2026", **given: Any) -> dict[str, Any]:
    return {
        "id": new_public_id(),
        "number": number,
        "title": "Licht am Weidenweg",
        "text": "Die Leuchten werden bis Mai erneuert.",
        "outcome": "accepted",
        "outcome_label": "angenommen",
        "votes": "8 Ja, 0 Nein, 1 Enthaltung",
        **given,
    }


def item(order: int, title: str, **given: Any) -> dict[str, Any]:
    return {
        "id": new_public_id(),
        "order": order,
        "number": str(order),
        "title": title,
        "kind": "information",
        "kind_label": "Information",
        "resolutions": [],
        "consultations": [],
        "files": [],
        **given,
    }


def meeting_payload(
    authority: Authority, public_id: str = "mmmm22223333", **given: Any
) -> dict[str, Any]:
    web = web_of(authority, "sitzungen", public_id)
    return {
        "id": public_id,
        "body_id": BODY_ID,
        "body_name": "Präventionsrat Lindenau",
        "number": "03.12.2026",
        "name": "Präventionsrat Lindenau, Sitzung am 03.12.2026",
        "state": "announced",
        "state_label": "eingeladen",
        "cancelled": False,
        "start": "2026-12-03T17:00:00+01:00",
        "end": "2026-12-03T19:00:00+01:00",
        "place": {"id": "ort222223333", "name": "Ratssaal", "address": "Markt 1, 00000 Lindenau"},
        "items": [item(1, "Eröffnung"), item(2, "Licht am Weidenweg")],
        "files": [file_of(web, "einladung.pdf", "invitation")],
        "participant_ids": [],
        "ics_uid": f"{public_id}@sitzungen.example.org",
        "web": web,
        **given,
    }


def paper_payload(
    authority: Authority, public_id: str = "vvvv22223333", **given: Any
) -> dict[str, Any]:
    web = web_of(authority, "vorlagen", public_id)
    return {
        "id": public_id,
        "body_id": BODY_ID,
        "reference": "PR-V 12/2026",
        "name": "Licht und Grün Am Hang",
        "kind": "proposal",
        "kind_label": "Beschlussvorlage",
        "on": "2026-11-01",
        "text": "Der Weg ist abends dunkel.",
        "originators": ["orga22223333"],
        "files": [file_of(web, "vorlage.pdf", "main"), file_of(web, "plan.pdf", "auxiliary")],
        "web": web,
        **given,
    }


def publish(
    authority: Authority,
    kind: PublicationKind,
    public: dict[str, Any],
    *,
    at: dt.datetime = AT,
    by: Person | None = None,
    sections: Sequence[dict[str, str]] = (),
) -> Publication:
    """Publish a payload with its page and one file for each file it names."""
    title = public["name"]
    page = f"<!doctype html><html lang=de><body><main><h1>{title}</h1></main></body></html>"
    files = [*public.get("files", []), *(f for i in public.get("items", []) for f in i["files"])]
    return actions.publish(
        authority=authority,
        kind=kind,
        area_key=authority.area_key,
        period=2026,
        subject=public["id"],
        title=title,
        summary="",
        payload={"schema": f"vorort.{kind}", "public": public, "sections": list(sections)},
        representations=[
            NewRepresentation(Format.HTML, public["web"], page.encode()),
            *(NewRepresentation(Format.PDF, each["path"], b"%PDF-1.7") for each in files),
            *(
                [NewRepresentation(Format.ICS, f"{public['web']}sitzung.ics", b"BEGIN:VCALENDAR")]
                if kind == PublicationKind.MEETING
                else []
            ),
        ],
        sources=[],
        gate=PASSED,
        origin_kind=f"councils.{kind}",
        origin_id=public["id"],
        by=by or make_person(),
        at=at,
        keep_previous=False,
    )


def publish_body(authority: Authority, *, at: dt.datetime = AT, **given: Any) -> Publication:
    return publish(authority, PublicationKind.BODY, body_payload(authority, **given), at=at)


def publish_meeting(authority: Authority, *, at: dt.datetime = AT, **given: Any) -> Publication:
    return publish(authority, PublicationKind.MEETING, meeting_payload(authority, **given), at=at)


def publish_paper(authority: Authority, *, at: dt.datetime = AT, **given: Any) -> Publication:
    return publish(authority, PublicationKind.PAPER, paper_payload(authority, **given), at=at)


def publish_council(authority: Authority, *, at: dt.datetime = AT) -> None:
    """Publish a body, a meeting to come, one with minutes about a paper, and that paper."""
    publish_body(authority, at=at)
    publish_paper(authority, at=at)
    publish_meeting(authority, at=at)
    held = "mmmm44445555"
    web = web_of(authority, "sitzungen", held)
    decided = item(
        1,
        "Licht und Grün Am Hang",
        kind="decision",
        kind_label="Entscheidung",
        text="Das Ordnungsamt stellt die Vorlage vor.",
        result="beschlossen",
        resolutions=[resolution()],
        consultations=[
            {"id": new_public_id(), "paper_id": "vvvv22223333", "authoritative": True,
             "role": "Entscheidung"}
        ],
        files=[file_of(web, "anlage.pdf", "auxiliary")],
    )  # fmt: skip
    publish_meeting(
        authority,
        at=at,
        public_id=held,
        number="10.09.2026",
        name="Präventionsrat Lindenau, Sitzung am 10.09.2026",
        state="minutes",
        state_label="Niederschrift veröffentlicht",
        start="2026-09-10T17:00:00+02:00",
        end="2026-09-10T19:05:00+02:00",
        items=[decided],
        files=[
            file_of(web, "einladung.pdf", "invitation"),
            file_of(web, "niederschrift.pdf", "results"),
        ],
        participant_ids=["pers22223331", "pers2222333x"],
        plain_summary="Wir machen den Weg hell.",
    )
