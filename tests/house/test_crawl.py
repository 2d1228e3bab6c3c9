"""Follow every link as every kind of person, then try everything the others have seen.

Nothing here names an app: whatever has a link is found. The planted secret stands in every text,
file name and reason of the town (``test_access``).
"""

import io
import re
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any
from unittest import mock
from urllib.parse import urlencode, urljoin, urlsplit

import pymupdf
import pytest
from django.db import connection
from django.template.base import Template
from django.test import Client
from django.urls import Resolver404, resolve

from tests.factories.deliveries import make_delivery
from tests.factories.partners import make_organisation
from tests.factories.situation import AT
from tests.house.access import PARTNER_SECRET, READERS, SECRET, WORK, leaks
from tests.house.test_access import World, secret_world
from tests.people import KINDS, People, client_of
from vorort.core import search
from vorort.core.scopes import authority_scope
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.effects.models import ReachIndicator
from vorort.measures.models import BudgetLine, Measure, Milestone, Part
from vorort.publications.models import Publication
from vorort.situation import actions, queries
from vorort.situation.rules import can_remark

pytestmark = pytest.mark.first

# The pages are the same on both databases, the guard of the rows is not: on PostgreSQL one of each
# sort walks. The table of access asks there for everybody too.
ONE_OF_EACH = (
    "coordinator", "police", "precinct", "council_member", "partner", "other_coordinator", "anonymous",
)  # fmt: skip
WALKERS = KINDS if connection.vendor == "sqlite" else ONE_OF_EACH
INSIDE = tuple(kind for kind in WALKERS if kind in WORK)
OUTSIDE = tuple(kind for kind in WALKERS if kind not in WORK)
# Sits in the council: sees its pages, and nothing else of the town's work.
MEMBER = "council_member"
COUNCIL_APPS = {"councils", "foundings", "papers", "resolutions", "meetings", "sittings", "minutes"}
# Speaks for a partner: sees the measures where this is noted, and nothing else of the town's work.
PARTNER = "partner"
# Who is nobody here: all ways are tried as these two, the others just ask.
THOROUGH = ("other_coordinator", "anonymous")
STARTS = ("/", "/heute/", "/suche/", "/heute/suche/", "/sitemap.xml", "/veroeffentlichungen.atom")
# One's own sessions and fresh secrets; the log of one's own town notes who has read it.
OWN = "/konto/"
# Bounds that nothing reaches today; beyond them a loop of addresses would be found.
MOST_PAGES = 2_000
VARIANTS = 2
ID = re.compile(r"(?<![a-z0-9])[23456789bcdfghjkmnpqrstvwxyz]{12}(?![a-z0-9])")
NO_ID = "z2z2z2z2z2z2"
# What differs at every call, whoever looks.
CHANGING = re.compile(
    r'(name="csrfmiddlewaretoken" value=|X-CSRFToken&quot;: &quot;|X-CSRFToken": )"?[^"&]+'
    r"|DTSTAMP:\S+|<dcterms:\w+[^<]+<|value=\"\d{4}-\d\d-\d\dT\d\d:\d\d"
)


class Links(HTMLParser):
    """The addresses of a page: links, pictures, files, forms."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.follow: list[str] = []
        self.post: list[str] = []
        self._form: str | None = None
        self._fields: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name in ("href", "src", "hx-get", "data-url"):
            if given.get(name):
                self.follow.append(urljoin(self.base, given[name]))
        for name in ("hx-post", "formaction"):
            if given.get(name):
                self.post.append(urljoin(self.base, given[name]))
        if tag == "form":
            target = urljoin(self.base, given.get("action") or self.base)
            if given.get("method", "get").lower() == "post":
                self.post.append(target)
            else:
                self._form, self._fields = target, []
        if tag in {"input", "select"} and self._form and given.get("name"):
            self._fields.append((given["name"], given.get("value", "")))
        if tag == "option" and self._form and self._fields and "selected" in given:
            self._fields[-1] = (self._fields[-1][0], given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form:
            self.follow.append(f"{self._form.partition('?')[0]}?{urlencode(self._fields)}")
            self._form = None


@dataclass
class Seen:
    """What one kind of person has come across."""

    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)
    posts: set[str] = field(default_factory=set)

    @property
    def paths(self) -> set[str]:
        return {urlsplit(url).path for url in self.answers}

    @property
    def text(self) -> str:
        return "\n".join(text for _status, text in self.answers.values())


def text_of(response: Any) -> str:
    """Return everything readable of an answer: also what stands inside workbooks and PDFs."""
    raw = b"".join(response) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    # When an answer runs out is the time of day.
    parts = [str({name: value for name, value in response.headers.items() if name != "Expires"})]
    if raw.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts += [archive.read(name).decode(errors="replace") for name in archive.namelist()]
    elif kind.startswith("application/pdf") or raw.startswith(b"%PDF-"):
        try:
            with pymupdf.open(stream=raw, filetype="pdf") as document:
                parts += [page.get_text() for page in document] + [str(document.metadata)]
        except pymupdf.FileDataError:
            # Planted bytes that only look like one.
            parts.append(raw.decode(errors="replace"))
    else:
        parts.append(raw.decode(errors="replace"))
    return CHANGING.sub("", "\n".join(parts))


def body_of(response: Any) -> str:
    raw = b"".join(response) if response.streaming else response.content
    return CHANGING.sub("", raw.decode(errors="replace"))


def _local(url: str) -> str | None:
    parts = urlsplit(url)
    if parts.netloc not in {"", "testserver", "127.0.0.1:8000"} or parts.scheme not in {"", "http"}:
        return None
    if not parts.path.startswith("/") or parts.path.startswith("/static/"):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def of_council(path: str) -> bool:
    """Whether the address is one of the council's pages."""
    try:
        return resolve(path).app_name in COUNCIL_APPS
    except Resolver404:
        return False


def ids_of_partner(people: People) -> set[str]:
    """The ids a partner may read: of its measures, its own parts in them, and what it books on."""
    own = people.partner
    with authority_scope(people.town):
        rows = [
            Measure.objects.filter(parts__contact=own),
            Part.objects.filter(contact=own),
            Milestone.objects.filter(part__contact=own),
            BudgetLine.objects.filter(measure__parts__contact=own),
            ReachIndicator.objects.filter(measure__parts__contact=own),
        ]
        return {key for each in rows for key in each.values_list("public_id", flat=True)}


def crawl(client: Client) -> Seen:
    """Follow every link from the first pages on; of one address a few variants are enough."""
    client.raise_request_exception = False
    seen = Seen()
    waiting = deque(STARTS)
    variants: dict[str, int] = {}
    while waiting:
        url = waiting.popleft()
        path = urlsplit(url).path
        if url in seen.answers or variants.get(path, 0) > VARIANTS:
            continue
        variants[path] = variants.get(path, 0) + 1
        assert len(seen.answers) < MOST_PAGES, "ever new addresses: is there a loop of links?"
        response = client.get(url)
        seen.answers[url] = (response.status_code, text_of(response))
        if "ETag" in response:
            seen.etags[url] = response["ETag"]
        if 300 <= response.status_code < 400:
            found = [urljoin(url, response["Location"])]
        elif response.headers.get("Content-Type", "").startswith("text/html"):
            page = Links(url)
            page.feed(body_of(response))
            found = page.follow
            seen.posts |= {local for each in page.post if (local := _local(each))}
        else:
            found = re.findall(
                r"<(?:loc|id|link)>(http[^<]+)<|href=\"([^\"]+)\"", body_of(response)
            )
            found = [unescape(one or other) for one, other in found]
        waiting.extend(local for each in found if (local := _local(each)))
    return seen


@pytest.fixture(scope="module")
def made_world(shared_database: None) -> Iterator[World]:
    """The same world as in the table of access, and found by the search."""

    def draw(template: Template, context: Any) -> str:
        # As outside tests: nobody asks here which template was drawn with what.
        return str(template.nodelist.render(context))

    with mock.patch.object(Template, "_render", draw), secret_world() as made:
        search.rebuild()
        yield made


@pytest.fixture(scope="module")
def crawled(made_world: World) -> dict[str, Seen]:
    """One crawl as everybody; all tests look at it."""
    people = made_world.people.by_kind()
    return {kind: crawl(client_of(people[kind])) for kind in WALKERS}


@pytest.fixture
def world(made_world: World, taken_back: None) -> World:
    return made_world


def _asks_to_sign_in(response: Any) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/konto/anmelden/")


def ids_of(paths: Iterable[str]) -> set[str]:
    return set(ID.findall(" ".join(paths)))


@pytest.mark.parametrize("kind", WALKERS)
def test_nobody_reads_what_is_not_for_him(
    made_world: World, crawled: dict[str, Seen], kind: str
) -> None:
    """What leads where: no page, file or header tells a secret, or the id of a thing in work."""
    wrong = [
        f"{url}: a secret" for url, (_s, text) in crawled[kind].answers.items() if leaks(kind, text)
    ]
    if kind in OUTSIDE:
        inside = set().union(*(ids_of(crawled[one].answers) for one in INSIDE))
        assert len(inside) > 10
        # The feed names what is published by its id.
        inside -= ids_of(crawled["other_coordinator"].answers)
        inside -= set(Publication.objects.values_list("public_id", flat=True))
        if kind == MEMBER:
            inside -= ids_of(
                path
                for seen in (crawled["coordinator"], crawled[MEMBER])
                for path in {*seen.answers, *seen.posts}
                if of_council(urlsplit(path).path)
            )
        if kind == PARTNER:
            inside -= ids_of_partner(made_world.people)
        wrong += [
            f"{url}: ids {sorted(told)}"
            for url, (_status, text) in crawled[kind].answers.items()
            if (told := inside & set(ID.findall(text)) - set(ID.findall(url)))
        ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("secret", READERS)
def test_the_secrets_are_there(crawled: dict[str, Seen], secret: str) -> None:
    """Otherwise the test above would prove nothing."""
    readers = [kind for kind in WALKERS if kind in READERS[secret] and secret in crawled[kind].text]
    assert readers, f"nobody comes across {secret}"
    assert secret != PARTNER_SECRET or PARTNER in readers


def test_a_partner_is_led_to_its_own_measures(made_world: World, crawled: dict[str, Seen]) -> None:
    """All its own, and no other measure of the town."""
    people = made_world.people
    with authority_scope(people.town):
        own = set(
            Measure.objects.filter(parts__contact=people.partner).values_list(
                "public_id", flat=True
            )
        )
        others = set(Measure.objects.values_list("public_id", flat=True)) - own
    assert own
    assert others
    led = ids_of(path for path in crawled[PARTNER].paths if path.startswith("/k/"))
    assert own <= led
    assert not others & led


def test_nobody_is_led_to_a_closed_door(crawled: dict[str, Seen]) -> None:
    wrong = [
        f"{kind} is led to {url}, which answers {status}"
        for kind, seen in crawled.items()
        for url, (status, _text) in seen.answers.items()
        if status >= 400
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kind", OUTSIDE)
def test_outside_there_is_nothing(world: World, crawled: dict[str, Seen], kind: str) -> None:
    """GET, HEAD, conditional and POST: as if the thing did not exist, down to the last byte."""
    town = f"/k/{world.people.town.slug}/"
    # Who has a seat in the council, or speaks for a partner, is inside where it was led to.
    led = kind in {MEMBER, PARTNER}
    own = crawled[kind].paths | crawled[kind].posts if led else set()
    addresses = {path for one in INSIDE for path in crawled[one].paths if path.startswith(town)}
    posts = {path for one in INSIDE for path in crawled[one].posts if path.startswith(town)}
    etags = {
        urlsplit(url).path: tag for seen in crawled.values() for url, tag in seen.etags.items()
    }
    assert len(addresses) > 30
    assert len(posts) > 5
    client = client_of(world.people.by_kind()[kind])
    nothing = client.get(f"/k/gibt-es-nicht/{NO_ID}/")
    same = body_of(nothing)

    def refused(url: str, response: Any, *, closed: frozenset[int] = frozenset()) -> bool:
        if kind == "anonymous":
            return _asks_to_sign_in(response)
        if kind == MEMBER and response.status_code in {200, 302, 403, 405}:
            # May read along where nobody has led it yet; ``leaks`` says whether it may.
            return of_council(urlsplit(url).path)
        known = response.status_code == nothing.status_code == 404 and body_of(response) == same
        return known or response.status_code in closed

    wrong, tried = [], set()
    for url in sorted(addresses - own):
        answers = {"GET": client.get(url)}
        # What might answer too early is the view: one thing of each view tells.
        view = ID.sub(NO_ID, url)
        if kind in THOROUGH and (view not in tried or url in etags):
            tried.add(view)
            answers |= other_ways(client, url, etags.get(url, '"x"'))
        wrong += [
            f"{way} {url}: {response.status_code}"
            for way, response in answers.items()
            if not refused(url, response) or leaks(kind, text_of(response)) or "ETag" in response
        ]
    for url in sorted(posts - own):
        for body in ({"reason": "x", "text": "x", "state": "x"}, {})[: 1 + (kind in THOROUGH)]:
            response = client.post(url, body)
            if not refused(url, response, closed=frozenset({404, 405})) or leaks(
                kind, text_of(response)
            ):
                wrong.append(f"POST {url}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


def other_ways(client: Client, url: str, etag: str) -> dict[str, Any]:
    """Ask for an address in ways that might be answered before anybody has looked who asks."""
    return {
        "GET if known": client.get(url, headers={"If-None-Match": etag}),
        "GET if any": client.get(url, headers={"If-None-Match": "*"}),
        "GET a part": client.get(url, headers={"Range": "bytes=0-3"}),
        "GET as htmx": client.get(url, headers={"HX-Request": "true"}),
        "GET of nothing": client.get(ID.sub(NO_ID, url)),
    }


@pytest.mark.parametrize("kind", [*INSIDE, MEMBER])
def test_no_way_round_a_level(world: World, crawled: dict[str, Seen], kind: str) -> None:
    """Who sees the council, and asks for pages only others were led to, reads no secret there."""
    everywhere = {path for seen in crawled.values() for path in seen.paths if of_council(path)}
    client = client_of(world.people.by_kind()[kind])
    wrong = []
    for url in sorted(everywhere - crawled[kind].paths):
        response = client.get(url)
        if response.status_code >= 500 or leaks(kind, text_of(response)):
            wrong.append(f"{url}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kind", ["precinct", "other_coordinator"])
def test_a_thing_stands_under_its_own_town(
    world: World, crawled: dict[str, Seen], kind: str
) -> None:
    """Who works for both towns still finds a thing only below its own."""
    here, there = world.people.town.slug, world.people.other_town.slug
    # Official tables stand in every town's list.
    shared = set(Delivery.objects.filter(for_authority=None).values_list("public_id", flat=True))
    named = sorted(
        path
        for path in {
            urlsplit(each).path
            for one in INSIDE
            for each in crawled[one].paths | crawled[one].posts
        }
        if path.startswith(f"/k/{here}/") and set(ID.findall(path)) - shared
    )
    assert len(named) > 20
    client = client_of(world.people.by_kind()[kind])
    wrong = []
    for path in named:
        url = path.replace(f"/k/{here}/", f"/k/{there}/")
        wrong += [
            f"{url}: {response.status_code}"
            for response in (client.get(url), client.post(url, {"reason": "x"}))
            if response.status_code not in {403, 404, 405} or SECRET in text_of(response)
        ]
    assert not wrong, "\n".join(wrong)


def test_the_work_of_a_town_changes_nothing_outside(world: World, crawled: dict[str, Seen]) -> None:
    """More work in one town: not one byte differs for others, so no count, order or hit tells."""
    people = world.people
    with authority_scope(people.town):
        for report in queries.list_reports(people.town):
            if can_remark(people.coordinator, report):
                actions.remark(report=report, text=SECRET, by=people.coordinator, at=AT)
        make_organisation(people.town, name=f"{SECRET} neu")
    for number in range(3):
        make_delivery(
            DeliveryStatus.CHECKED, name=f"{SECRET}-{number}.csv", for_authority=people.town,
            by=people.coordinator,
        )  # fmt: skip
    search.catch_up()
    wrong = []
    for kind in OUTSIDE:
        client = client_of(people.by_kind()[kind])
        for url, (status, text) in crawled[kind].answers.items():
            if url.startswith(OWN) or url.endswith("/protokoll/"):
                continue
            response = client.get(url)
            if (response.status_code, text_of(response)) != (status, text):
                wrong.append(f"{url} differs for {kind}")
    assert not wrong, "\n".join(wrong)


def _searched() -> Iterator[tuple[str, str]]:
    """Every kind with every secret that is not theirs."""
    for secret, readers in READERS.items():
        yield from ((kind, secret) for kind in WALKERS if kind not in readers)


@pytest.mark.parametrize(("kind", "secret"), list(_searched()))
def test_the_search_knows_no_secret(world: World, kind: str, secret: str) -> None:
    """A word of the town's work is answered like a word that stands nowhere."""
    client = client_of(world.people.by_kind()[kind])
    word, number = secret.split("-")
    # The words of the other two stand in many a harmless text; their numbers stand nowhere.
    pairs = [(number, number[::-1])]
    if secret == SECRET:
        pairs += [
            (secret, f"Q{word[1:-1]}Q-{number[::-1]}"),
            (f"{secret}.csv", f"Q{word[1:-1]}Q-{number[::-1]}.csv"),
            # Also what is found by likeness.
            ("geheim", "geheir"),
            ("gehiem", "gehier"),
        ]
    everywhere = ({"ort": "lindenau"}, {"art": "situation.report"}, {"seite": "2"})
    asked = [*((pair, {}) for pair in pairs), *((pairs[0], more) for more in everywhere)]
    pages = ["/suche/"] if kind == "anonymous" else ["/suche/", "/heute/suche/"]
    for page in pages:
        for (real, none), more in asked:
            first = body_of(client.get(page, {"q": real, **more}))
            second = body_of(client.get(page, {"q": none, **more}))
            assert _said(first, real) == _said(second, none), (page, real, more)


def _said(page: str, word: str) -> str:
    """What a search says, whatever it was asked for."""
    return page.replace(word, "?").replace(word.removesuffix(".csv"), "?")


def test_inside_the_search_finds_it(world: World) -> None:
    """Otherwise the test above would prove nothing."""
    page = body_of(client_of(world.people.coordinator).get("/heute/suche/", {"q": SECRET}))
    assert page.count('class="vo-list__link"') > 3
