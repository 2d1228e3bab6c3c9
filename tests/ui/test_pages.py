"""Base pages, error pages, the gallery and the progress of a job, as a browser gets them."""

import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.people import People
from vorort.core import jobs
from vorort.core.jobs.models import Job, JobState
from vorort.ui.parts import Link, LinkGroup
from vorort.ui.views import errors

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).resolve().parents[2] / "src" / "vorort"


def body(response: HttpResponse) -> str:
    return response.content.decode()


# ── frames ───────────────────────────────────────────────


def test_public_frame_needs_no_context_and_no_script() -> None:
    html = render_to_string("ui/base_public.html")
    assert '<html lang="de"' in html
    assert 'href="#inhalt"' in html
    assert 'id="inhalt"' in html
    assert "<script" not in html
    for name in ("Impressum", "Datenschutz", "Erklärung zur Barrierefreiheit", "Leichte Sprache"):
        assert html.count(name) == 1


def test_frame_names_the_town_and_its_own_legal_pages(people: People) -> None:
    people.town.imprint_url = "https://stadt.example/impressum"
    html = render_to_string("ui/base_public.html", {"authority": people.town})
    assert people.town.name in html
    assert "https://stadt.example/impressum" in html
    assert f">{people.town.town_key}</text>" in html


def test_theme_is_set_on_the_root_element() -> None:
    assert 'data-kern-theme="dark"' in render_to_string("ui/base_public.html", {"theme": "dark"})


def test_styles_come_in_their_order() -> None:
    html = render_to_string("ui/base_work.html")
    order = ["fira-sans.css", "kern.min.css", "tokens.css", "components.css"]
    assert [html.index(name) for name in order] == sorted(html.index(name) for name in order)
    # Styles of htmx would be inline; scripts in answers would be too.
    assert '"includeIndicatorStyles": false' in html
    assert '"allowEval": false' in html


def test_rail_marks_the_page_and_counts_what_is_owed() -> None:
    rail = (
        LinkGroup(
            "Lindenau", (Link("Lagebilder", "/a/", current=True, count=1204), Link("Neu", "/b/"))
        ),
    )
    html = render_to_string("ui/base_work.html", {"rail": rail})
    assert re.search(r'<a href="/a/"\s+aria-current="page"', html)
    assert "1.204" in html
    assert html.count("aria-current") == 1


def test_signing_out_is_a_form(people: People, client: Client) -> None:
    client.force_login(people.coordinator)
    job = Job.objects.create(name="x", label="Lesen", by_id=people.coordinator.pk)
    html = body(client.get(reverse("ui:job", args=[job.public_id])))
    assert re.search(r'<form[^>]+method="post"[^>]+action="/konto/', html)
    assert "Abmelden" in html


# ── gallery ──────────────────────────────────────────────


@pytest.mark.parametrize("name", ["ui:gallery", "ui:gallery-work"])
def test_gallery_is_public_and_sets_no_cookie(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert not response.cookies
    assert "style-src 'self'" in response["Content-Security-Policy"]
    html = body(response)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", html)


def test_gallery_shows_every_tag() -> None:
    tags = (TEMPLATES / "ui" / "templatetags" / "vo.py").read_text()
    names = set(
        re.findall(r"@register\.simple_tag(?:\(.*?\))?\ndef (\w+)", tags)
        + re.findall(r"@register\.simple_block_tag\(.*?\)\ndef (\w+)", tags)
    )
    shown = "".join(
        p.read_text() for p in (TEMPLATES / "ui" / "templates" / "ui" / "gallery").glob("*.html")
    )
    # Addresses, not components.
    names -= {"asset", "localised"}
    assert len(names) > 25
    assert {n for n in names if f"{{% {n} " not in shown} == set()


def test_theme_of_the_gallery_cannot_be_anything(client: Client) -> None:
    assert "data-kern-theme" not in body(client.get("/gestaltung/?theme=x%22onload"))
    assert 'data-kern-theme="dark"' in body(client.get("/gestaltung/?theme=dark"))


# ── strict templates ─────────────────────────────────────


@pytest.mark.parametrize(
    "path",
    sorted(TEMPLATES.rglob("templates/**/*.html")),
    ids=lambda p: str(p.relative_to(TEMPLATES)),
)
def test_no_template_has_inline_style_or_script(path: Path) -> None:
    text = re.sub(r"\{% comment.*?endcomment %\}|\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"\sstyle\s*=", text), "a class instead of style="
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\s(on[a-z]{3,}|hx-on[:\w-]*)\s*=\s*[\"']", text), (
        "a module in ui/static/ui/js instead"
    )
    assert not re.search(r"\bjavascript:", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script, "a file instead of an inline script"
    loaded = re.findall(r"<(?:link|script|img|iframe)\b[^>]*(?:src|href)=[\"']([^\"']*)", text)
    assert not [url for url in loaded if re.match(r"(https?:)?//", url)], "no foreign host"


# ── what went wrong ──────────────────────────────────────


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (errors.bad_request, 400, "unvollständig"),
        (errors.permission_denied, 403, "Berechtigung"),
        (errors.not_found, 404, "gibt es nicht"),
        (errors.server_error, 500, "Fehler aufgetreten"),
        (errors.csrf_failure, 403, "zu lange offen"),
    ],
)
def test_error_pages_are_german_and_whole(view, status, words) -> None:
    response = view(RequestFactory().get("/x/"))
    html = body(response)
    assert response.status_code == status
    assert words in html
    assert "Zur Startseite" in html
    assert html.count("<h1") == 1


def test_what_was_withdrawn_says_so() -> None:
    response = errors.gone(RequestFactory().get("/x/"), text="Zurückgezogen am 02.12.2026.")
    assert response.status_code == 410
    assert "02.12.2026" in body(response)
    assert "zurückgezogen" in body(errors.gone(RequestFactory().get("/x/")))


def test_unknown_address_answers_with_our_page(people: People, client: Client) -> None:
    client.force_login(people.coordinator)
    response = client.get("/so/etwas/gibt-es-nicht/")
    assert response.status_code == 404
    assert "Diese Seite gibt es nicht" in body(response)


def test_a_form_without_token_gets_a_german_page(people: People) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.coordinator)
    job = Job.objects.create(name="x", label="Lesen", by_id=people.coordinator.pk)
    response = strict.post(reverse("ui:job-cancel", args=[job.public_id]))
    assert response.status_code == 403
    assert "Die Eingabe wurde nicht angenommen" in body(response)


# ── progress of a job ────────────────────────────────────


@pytest.fixture
def job(people: People) -> Job:
    return Job.objects.create(
        name="situation.jobs.build",
        label="Lagebild 2025 berechnen",
        by_id=people.coordinator.pk,
        state=JobState.RUNNING,
        done=905,
        total=1215,
        step="Zeile für Zeile",
    )


def address(job: Job) -> str:
    return reverse("ui:job", args=[job.public_id])


def test_job_page_shows_how_far(people: People, client: Client, job: Job) -> None:
    client.force_login(people.coordinator)
    html = body(client.get(address(job)))
    assert "Lagebild 2025 berechnen" in html
    assert "905 von 1.215" in html
    assert 'hx-trigger="every 2s"' in html
    # The way without script: a link to the same page and a form.
    assert "Stand neu laden" in html
    assert "Auftrag abbrechen" in html


@pytest.mark.parametrize("kind", ["mayor", "outsider", "other_coordinator"])
def test_job_is_seen_by_who_started_it_alone(
    people: People, client: Client, job: Job, kind
) -> None:
    client.force_login(getattr(people, kind))
    assert client.get(address(job)).status_code == 404
    assert client.post(reverse("ui:job-cancel", args=[job.public_id])).status_code == 404
    job.refresh_from_db()
    assert not job.cancel_requested


def test_job_needs_sign_in_and_an_existing_id(people: People, client: Client, job: Job) -> None:
    assert client.get(address(job)).status_code == 302
    client.force_login(people.coordinator)
    assert client.get(reverse("ui:job", args=["unbekannt"])).status_code == 404
    nobodys = Job.objects.create(name="x", label="System")
    assert client.get(address(nobodys)).status_code == 404


def test_partial_is_a_part_and_stops_at_the_end(people: People, client: Client, job: Job) -> None:
    client.force_login(people.coordinator)
    part = client.get(address(job), headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<html" not in body(part)
    assert "905 von 1.215" in body(part)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.DONE, result={"url": "/k/x/lagebilder/1/", "url_label": "Zum Lagebild"}
    )
    part = client.get(address(job), headers={"HX-Request": "true"})
    assert part.status_code == 286
    assert 'href="/k/x/lagebilder/1/"' in body(part)
    assert "Zum Lagebild" in body(part)


@pytest.mark.parametrize(
    "url", ["https://boese.example/", "//boese.example/", "javascript:alert(1)", None]
)
def test_the_way_on_stays_in_the_house(people: People, client: Client, job: Job, url) -> None:
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, result={"url": url})
    client.force_login(people.coordinator)
    html = body(client.get(address(job)))
    assert "Fertig" in html
    assert "boese" not in html
    assert "Zum Ergebnis" not in html


def test_failed_job_says_why(people: People, client: Client, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, error="Der Speicher ist voll.")
    client.force_login(people.coordinator)
    html = body(client.get(address(job)))
    assert "Gescheitert" in html
    assert "Der Speicher ist voll." in html
    assert "hx-trigger" not in html


def test_cancelling_comes_back_to_the_page(people: People, client: Client, job: Job) -> None:
    client.force_login(people.coordinator)
    response = client.post(reverse("ui:job-cancel", args=[job.public_id]))
    assert response.status_code == 302
    assert response["Location"] == address(job)
    assert jobs.get(job.public_id).cancel_requested
    assert "Der Abbruch ist angefordert" in body(client.get(address(job)))


def test_cancelling_what_has_ended_changes_nothing(
    people: People, client: Client, job: Job
) -> None:
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    client.force_login(people.coordinator)
    client.post(reverse("ui:job-cancel", args=[job.public_id]))
    assert jobs.get(job.public_id).state == JobState.DONE
