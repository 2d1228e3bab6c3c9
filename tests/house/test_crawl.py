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
from urllib.parse import urlencode, urljoin, urlsplit

import pymupdf
import pytest
from django.test import Client

from tests.factories.deliveries import make_delivery
from tests.factories.partners import make_organisation
from tests.factories.situation import AT
from tests.house.access import SECRET, WORK, leaks
from tests.house.test_access import World
from tests.house.test_access import world as plain_world  # noqa: F401 - a fixture
from tests.people import KINDS, client_of
from vorort.core import search
from vorort.core.scopes import authority_scope
from vorort.deliveries.choices import DeliveryStatus
from vorort.deliveries.models import Delivery
from vorort.publications.models import Publication
from vorort.situation import actions, queries
from vorort.situation.rules import can_remark

OUTSIDE = tuple(kind for kind in KINDS if kind not in WORK)
# Who is nobody here: all ways are tried as these two, the others just ask.
THOROUGH = ("other_coordinator", "anonymous")
STARTS = ("/", "/heute/", "/suche/", "/heute/suche/", "/sitemap.xml", "/veroeffentlichungen.atom")
# One's own sessions and fresh secrets; the log of one's own town notes who has read it.
OWN = "/konto/"
# Bounds that nothing reaches today; beyond them a loop of addresses would be found.
MOST_PAGES = 500
VARIANTS = 2
ID = re.compile(r"(?<![a-z0-9])(?=[a-z]*[0-9])[23456789bcdfghjkmnpqrstvwxyz]{12}(?![a-z0-9])")
NO_ID = "z2z2z2z2z2z2"
# What differs at every call, whoever looks.
CHANGING = re.compile(
    r'(name="csrfmiddlewaretoken" value=|X-CSRFToken&quot;: &quot;|X-CSRFToken": )"?[^"&]+'
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
        with pymupdf.open(stream=raw, filetype="pdf") as document:
            parts += [page.get_text() for page in document] + [str(document.metadata)]
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


@pytest.fixture
def world(plain_world: World) -> World:  # noqa: F811 - the same world, and found by the search
    search.rebuild()
    return plain_world


def crawl_as(world: World, kinds: Iterable[str]) -> dict[str, Seen]:
    people = world.people.by_kind()
    return {kind: crawl(client_of(people[kind])) for kind in kinds}


def _asks_to_sign_in(response: Any) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/konto/anmelden/")


def test_nobody_comes_across_what_is_not_for_him(world: World) -> None:
    """One crawl as everybody (it takes a while), then everything that must hold of it."""
    crawled = crawl_as(world, KINDS)
    wrong = [
        *read_outside(crawled),
        *links_that_refuse(crawled),
        *told_outside(world, crawled),
        *told_under_another_town(world, crawled),
    ]
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:60])


def read_outside(crawled: dict[str, Seen]) -> Iterator[str]:
    """What leads where: no page, file or header tells the secret or the id of a thing in work."""
    assert SECRET in crawled["coordinator"].text
    inside = set().union(*(ID.findall(" ".join(crawled[kind].answers)) for kind in WORK))
    outside = set(ID.findall(" ".join(crawled["other_coordinator"].answers)))
    # The feed names what is published by its id.
    outside |= set(Publication.objects.values_list("public_id", flat=True))
    assert len(inside) > 10
    for kind in OUTSIDE:
        for url, (_status, text) in crawled[kind].answers.items():
            if leaks(kind, text):
                yield f"{kind} reads the secret at {url}"
            if told := (inside - outside) & set(ID.findall(text)) - set(ID.findall(url)):
                yield f"{kind} reads ids {sorted(told)} at {url}"


def links_that_refuse(crawled: dict[str, Seen]) -> Iterator[str]:
    """Nobody is led to a page that refuses him, or fails."""
    for kind, seen in crawled.items():
        for url, (status, _text) in seen.answers.items():
            if status >= 400:
                yield f"{kind} is led to {url}, which answers {status}"


def told_outside(world: World, crawled: dict[str, Seen]) -> Iterator[str]:
    """GET, HEAD, conditional and POST: as if the thing did not exist, down to the last byte."""
    town = f"/k/{world.people.town.slug}/"
    addresses = sorted(
        {path for kind in WORK for path in crawled[kind].paths if path.startswith(town)}
    )
    posts = sorted({path for kind in WORK for path in crawled[kind].posts if path.startswith(town)})
    etags = {
        urlsplit(url).path: tag for seen in crawled.values() for url, tag in seen.etags.items()
    }
    assert len(addresses) > 30
    assert len(posts) > 5
    for kind in OUTSIDE:
        client = client_of(world.people.by_kind()[kind])
        nothing = client.get(f"/k/gibt-es-nicht/{NO_ID}/")
        for url in addresses:
            answers = {"GET": client.get(url)}
            if kind in THOROUGH:
                answers |= other_ways(client, url, etags.get(url, '"x"'))
            for way, response in answers.items():
                refused = _asks_to_sign_in(response) if kind == "anonymous" else (
                    response.status_code == nothing.status_code == 404
                    and body_of(response) == body_of(nothing)
                )  # fmt: skip
                if not refused or SECRET in text_of(response) or "ETag" in response:
                    yield f"{way} {url} as {kind}: {response.status_code}"
        for url in posts:
            for body in ({}, {"reason": "x", "text": "x", "state": "x"}):
                response = client.post(url, body)
                refused = _asks_to_sign_in(response) if kind == "anonymous" else (
                    response.status_code in {404, 405}
                )  # fmt: skip
                if not refused or SECRET in text_of(response):
                    yield f"POST {url} as {kind}: {response.status_code}"


def other_ways(client: Client, url: str, etag: str) -> dict[str, Any]:
    """Ask for an address in ways that might be answered before anybody has looked who asks."""
    return {
        "GET if known": client.get(url, headers={"If-None-Match": etag}),
        "GET if any": client.get(url, headers={"If-None-Match": "*"}),
        "GET a part": client.get(url, headers={"Range": "bytes=0-3"}),
        "GET as htmx": client.get(url, headers={"HX-Request": "true"}),
        "GET of nothing": client.get(ID.sub(NO_ID, url)),
    }


def told_under_another_town(world: World, crawled: dict[str, Seen]) -> Iterator[str]:
    """Who works for both towns still finds a thing only below its own."""
    here, there = world.people.town.slug, world.people.other_town.slug
    # Official tables stand in every town's list.
    shared = set(Delivery.objects.filter(for_authority=None).values_list("public_id", flat=True))
    named = sorted(
        path
        for path in {each for kind in WORK for each in crawled[kind].paths | crawled[kind].posts}
        if path.startswith(f"/k/{here}/") and set(ID.findall(path)) - shared
    )
    assert len(named) > 20
    for kind in ("precinct", "other_coordinator"):
        client = client_of(world.people.by_kind()[kind])
        for path in named:
            url = path.replace(f"/k/{here}/", f"/k/{there}/")
            for response in (client.get(url), client.post(url, {"reason": "x"})):
                if response.status_code not in {403, 404, 405} or SECRET in text_of(response):
                    yield f"{url} as {kind}: {response.status_code}"


def test_the_work_of_a_town_changes_nothing_outside(world: World) -> None:
    """More work in one town: not one byte differs for others, so no count, order or hit tells."""
    people = world.people
    crawled = crawl_as(world, OUTSIDE)
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


@pytest.mark.parametrize("kind", OUTSIDE)
def test_the_search_knows_no_secret(world: World, kind: str) -> None:
    """A word of the town's work is answered like a word that stands nowhere."""
    client = client_of(world.people.by_kind()[kind])
    pages = ["/suche/"] if kind == "anonymous" else ["/suche/", "/heute/suche/"]
    for page in pages:
        for real, none in (
            ("GEHEIM-4711", "GEHEIR-4721"),
            ("geheim", "geheir"),
            ("gehiem", "gehier"),
            ("4711", "4721"),
            ("GEHEIM-4711.csv", "GEHEIR-4721.csv"),
        ):
            for more in ({}, {"ort": "lindenau"}, {"art": "situation.report"}, {"seite": "2"}):
                first = body_of(client.get(page, {"q": real, **more}))
                second = body_of(client.get(page, {"q": none, **more}))
                assert first.replace(real, "?") == second.replace(none, "?")


def test_inside_the_search_finds_it(world: World) -> None:
    """Otherwise the test above would prove nothing."""
    page = body_of(client_of(world.people.coordinator).get("/heute/suche/", {"q": SECRET}))
    assert page.count('class="vo-list__link"') > 3
