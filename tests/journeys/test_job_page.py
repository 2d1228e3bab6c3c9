"""The progress of a job: asked for every two seconds under the strict CSP, or by a plain link."""

from collections.abc import Callable

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.journeys.browser import assert_axe_clean, assert_quiet
from tests.people import People

from vorort.accounts.models import Person
from vorort.core.jobs.models import Job, JobState


def sign_in(page: Page, address: str, person: Person) -> None:
    """Give the page the cookie of a session; the sign-in form has its own journey."""
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])


def running_job(people: People) -> Job:
    return Job.objects.create(
        name="situation.jobs.build",
        label="Lagebild 2025 berechnen",
        state=JobState.RUNNING,
        by_id=people.coordinator.pk,
        done=1,
        total=3,
        step="Reihen",
    )


def test_progress_moves_by_itself_and_ends_with_the_way_on(
    live_server, transactional_db, people: People, browser_page: Page
) -> None:
    job = running_job(people)
    sign_in(browser_page, live_server.url, people.coordinator)
    browser_page.goto(live_server.url + reverse("ui:job", args=[job.public_id]))
    expect(browser_page.get_by_text("1 von 3")).to_be_visible()
    assert_axe_clean(browser_page)
    Job.objects.filter(pk=job.pk).update(done=2)
    expect(browser_page.get_by_text("2 von 3")).to_be_visible()
    Job.objects.filter(pk=job.pk).update(
        state=JobState.DONE, result={"url": "/heute/", "url_label": "Zum Lagebild"}
    )
    expect(browser_page.get_by_role("link", name="Zum Lagebild")).to_be_visible()
    assert_axe_clean(browser_page)
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.wait_for_timeout(2500)
    assert asked == [], "polling goes on after the end"
    assert_quiet(browser_page)


def test_progress_and_cancelling_without_script(
    live_server, transactional_db, people: People, new_page: Callable[..., Page]
) -> None:
    job = running_job(people)
    page = new_page(scripts=False)
    sign_in(page, live_server.url, people.coordinator)
    page.goto(live_server.url + reverse("ui:job", args=[job.public_id]))
    Job.objects.filter(pk=job.pk).update(done=2)
    page.get_by_role("link", name="Stand neu laden").click()
    expect(page.get_by_text("2 von 3")).to_be_visible()
    page.get_by_role("button", name="Auftrag abbrechen").click()
    expect(page.get_by_text("Der Abbruch ist angefordert.")).to_be_visible()
