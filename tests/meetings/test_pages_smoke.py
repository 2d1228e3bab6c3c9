import datetime as dt

from django.urls import reverse
from tests.factories.councils import make_council
from tests.people import People, client_of

from vorort.core.scopes import authority_scope
from vorort.meetings import actions

AT = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


def test_pages(people: People) -> None:
    from vorort.core.clock import now

    body = make_council(people)
    at = now()
    with authority_scope(people.town):
        meeting = actions.create_meeting(
            body=body,
            starts_at=at + dt.timedelta(days=20),
            by=people.coordinator,
            at=at,
            place="Rathaus",
        )
        actions.add_item(
            meeting=meeting,
            title="Nachtbus",
            by=people.coordinator,
            at=at,
            confidentiality="public",
        )
    c = client_of(people.coordinator)
    s = people.town.slug
    for name, args in [
        ("list", [s, body.public_id]),
        ("new", [s, body.public_id]),
        ("revive", [s, body.public_id]),
        ("meeting", [s, meeting.public_id]),
        ("edit", [s, meeting.public_id]),
        ("invite", [s, meeting.public_id]),
        ("cancel", [s, meeting.public_id]),
        ("invitation", [s, meeting.public_id]),
        ("calendar", [s, meeting.public_id]),
    ]:
        r = c.get(reverse(f"meetings:{name}", args=args))
        assert r.status_code == 200, name
    r = c.post(reverse("meetings:invite", args=[s, meeting.public_id]))
    assert r.status_code == 302, r.content.decode()
    r = c.get(r["Location"])
    assert r.status_code == 200
    from django.core import mail
    from vorort.core.jobs import run_waiting

    run_waiting()
    import re

    link = re.search(r"http\S+/mein/einladung/\S+", mail.outbox[0].body).group(0)
    print(mail.outbox[0].body)
    print(
        mail.outbox[0].attachments[1][1].decode()
        if isinstance(mail.outbox[0].attachments[1][1], bytes)
        else mail.outbox[0].attachments[1][1]
    )
    from urllib.parse import urlsplit
    from django.test import Client

    a = Client()
    r = a.get(urlsplit(link).path)
    assert r.status_code == 200
    r = a.post(urlsplit(link).path, {"reply": "yes"})
    assert r.status_code == 302
    assert "nimmt teil" in a.get(urlsplit(link).path).content.decode()
