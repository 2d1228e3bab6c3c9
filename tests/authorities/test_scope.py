"""The address names the town; only who works there gets in."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.response import TemplateResponse
from django.urls import path
from django_scopes import get_scope
from tests.people import KINDS, client_of

from vorort.accounts.queries import get_system_person
from vorort.core.scopes import authority_scope, platform_scope

WORKERS = {
    "coordinator",
    "mayor",
    "police",
    "public_order",
    "protection_officer",
    "coach",
    "lpr_consultant",
    "precinct",
}


def show(request: HttpRequest, town: str) -> HttpResponse:
    return HttpResponse(f"{request.authority.slug} {town} {get_scope()['authority'].slug}")


class ScopeProbe:
    def __str__(self) -> str:
        scope = get_scope().get("authority")
        return f"<{scope.slug if scope else 'none'}>"


class LateTemplate(TemplateResponse):
    def resolve_template(self, template):
        return Template("{{ probe }}")

    @property
    def rendered_content(self) -> str:
        return Template("{{ probe }}").render(Context({"probe": ScopeProbe()}, autoescape=False))


def late(request: HttpRequest, town: str) -> HttpResponse:
    return LateTemplate(request, "unused")


urlpatterns = [
    path("k/<slug:town>/zeigen/", show),
    path("k/<slug:town>/spaet/", late),
    path("konto/anmelden/", show, name="account_login"),
]


@pytest.fixture(autouse=True)
def own_urls(settings):
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize("kind", KINDS)
def test_only_who_works_there_gets_in(people, kind):
    response = client_of(getattr(people, kind)).get("/k/lindenau/zeigen/")
    if kind == "anonymous":
        assert response.status_code == 302
        assert response["Location"] == "/konto/anmelden/?next=/k/lindenau/zeigen/"
    elif kind in WORKERS:
        assert response.status_code == 200
        assert response.content == b"lindenau lindenau lindenau"
    else:
        assert response.status_code == 404


def test_an_unknown_town_looks_like_a_foreign_one(people):
    client = client_of(people.coordinator)
    unknown, foreign = client.get("/k/nirgends/zeigen/"), client.get("/k/muehlgrund/zeigen/")
    assert unknown.status_code == foreign.status_code == 404
    assert unknown.content == foreign.content
    anonymous = client_of(people.anonymous)
    assert anonymous.get("/k/nirgends/zeigen/").status_code == 302


def test_the_scope_lasts_until_the_template_is_rendered(people):
    client = client_of(people.precinct)
    assert client.get("/k/lindenau/spaet/").content == b"<lindenau>"
    assert client.get("/k/muehlgrund/spaet/").content == b"<muehlgrund>"
    assert get_scope() == {"_enabled": True} or "authority" not in get_scope()


def test_an_account_that_was_closed_gets_nowhere(people):
    client = client_of(people.coordinator)
    people.coordinator.is_active = False
    people.coordinator.save()
    assert client.get("/k/lindenau/zeigen/").status_code == 302


def test_scopes_nest_and_a_platform_scope_needs_a_reason(people):
    with authority_scope(people.town):
        with authority_scope(people.other_town):
            assert get_scope()["authority"] == people.other_town
        assert get_scope()["authority"] == people.town
    with pytest.raises(ValueError, match="reason"), platform_scope(""):
        pass


def test_the_system_person_exists_and_cannot_sign_in(people):
    system = get_system_person()
    assert system.is_system
    assert not system.is_active
    assert not system.has_usable_password()
