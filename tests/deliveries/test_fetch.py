"""Fetching from servers that misbehave: whole or not at all, and no waiting for ever."""

import datetime as dt
import gzip
import hashlib
import os
from pathlib import Path

import pytest
from tests.deliveries.bad_server import Answer, Handler, bad_server, cut, good, status

from vorort.core.errors import DomainError
from vorort.deliveries.importers import Fetched, FetchFailed, Limits, fetch
from vorort.deliveries.importers._address import AddressRefused, check_address, refuse_private

CONTENT = os.urandom(300_000)
AT = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


class FakeClock:
    """Time that passes only when somebody sleeps, or a little at every look."""

    def __init__(self, step: float = 0.0) -> None:
        self.time = 0.0
        self.step = step
        self.slept: list[float] = []

    def monotonic(self) -> float:
        self.time += self.step
        return self.time

    def now(self) -> dt.datetime:
        return AT + dt.timedelta(seconds=self.time)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


def get(folder: Path, url: str, clock: FakeClock | None = None, **options: object) -> Fetched:
    limits = options.pop("limits", None) or Limits(most_bytes=1_000_000, read_s=5)
    return fetch(
        url, folder=folder, limits=limits, clock=clock or FakeClock(), allow_private=True, **options
    )


def test_a_good_server(tmp_path: Path) -> None:
    seen = []
    with bad_server(good(CONTENT)) as server:
        found = get(tmp_path, server.url(), progress=lambda *step: seen.append(step))
    assert found.path.read_bytes() == CONTENT
    assert found.path.name == "kreise_2025.csv"
    assert (found.sha256, found.size) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    assert seen[-1][:2] == (len(CONTENT), len(CONTENT))
    assert server.asked[0][1]["Accept-Encoding"] == "identity"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kreise_2025.csv"]


@pytest.mark.parametrize("hard", [False, True], ids=["closes", "resets"])
def test_it_goes_on_where_the_connection_broke(tmp_path: Path, hard: bool) -> None:
    clock = FakeClock()
    with bad_server(cut(CONTENT, 100_000, hard=hard), good(CONTENT)) as server:
        found = get(tmp_path, server.url(), clock)
    assert found.path.read_bytes() == CONTENT
    assert len(clock.slept) >= 1
    asked = server.asked[-1][1]
    assert asked["If-Range"] == '"a"'
    assert asked["Range"].startswith("bytes=")
    assert asked["Range"] != "bytes=0-"


def test_the_next_call_goes_on_too(tmp_path: Path) -> None:
    limits = Limits(most_bytes=1_000_000, tries=1, rounds=1)
    with bad_server(cut(CONTENT, 100_000), good(CONTENT)) as server:
        with pytest.raises(FetchFailed, match="später noch einmal"):
            get(tmp_path, server.url(), limits=limits)
        found = get(tmp_path, server.url())
    assert found.path.read_bytes() == CONTENT
    assert found.resumed_at == 100_000
    assert server.asked[1][1]["Range"] == "bytes=100000-"


def _ignores_range(handler: Handler) -> None:
    handler.head(200, Content_Length=len(CONTENT), ETag='"a"')
    handler.wfile.write(CONTENT)


def _lies_about_the_place(handler: Handler) -> None:
    total = len(CONTENT)
    handler.head(206, Content_Length=10, ETag='"a"', Content_Range=f"bytes 5-14/{total}")
    handler.wfile.write(CONTENT[5:15])


def _goes_on_with_another_file(handler: Handler) -> None:
    """Ignores If-Range: a part of a newer file of the same length."""
    start, total = handler.wanted_from(), len(CONTENT)
    handler.head(
        206, Content_Length=total - start, ETag='"b"',
        Content_Range=f"bytes {start}-{total - 1}/{total}",
    )  # fmt: skip
    handler.wfile.write(b"x" * (total - start))


@pytest.mark.parametrize(
    "second",
    [
        _ignores_range,
        _lies_about_the_place,
        _goes_on_with_another_file,
        good(CONTENT, etag='"b"'),
        status(416, Content_Range="bytes */77"),
    ],
    ids=["ignores-range", "wrong-place", "another-file", "changed", "416"],
)
def test_never_two_files_in_one(tmp_path: Path, second: Answer) -> None:
    """Whatever a server does with the request to go on: the bytes are those of one file."""
    with bad_server(cut(CONTENT, 90_000), second, good(CONTENT)) as server:
        found = get(tmp_path, server.url())
    assert found.path.read_bytes() == CONTENT


def test_without_a_safe_word_it_starts_over(tmp_path: Path) -> None:
    weak = cut(CONTENT, 90_000, etag='W/"a"')
    with bad_server(weak, good(CONTENT)) as server:
        assert get(tmp_path, server.url()).path.read_bytes() == CONTENT
    assert "Range" not in server.asked[1][1]


def test_what_was_whole_already(tmp_path: Path) -> None:
    """The connection broke at the very last byte: the server has no more to give."""
    whole = cut(CONTENT, len(CONTENT))
    ended = status(416, Content_Range=f"bytes */{len(CONTENT)}")
    with bad_server(whole, ended) as server:

        def stop(done: int, _total: int, _step: str) -> None:
            if done == len(CONTENT):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            get(tmp_path, server.url(), progress=stop)
        assert get(tmp_path, server.url()).path.read_bytes() == CONTENT


def test_it_gives_up_with_a_sentence(tmp_path: Path) -> None:
    clock = FakeClock()
    with (
        bad_server(status(503)) as server,
        pytest.raises(FetchFailed, match=r"nicht bereit \(503\)"),
    ):
        get(tmp_path, server.url(), clock)
    assert clock.slept == [2, 4, 8, 16]


@pytest.mark.parametrize(
    ("header", "slept"),
    [("7", [7.0]), ("Mon, 02 Nov 2026 09:01:00 GMT", [60.0]), ("gleich", [2.0]), ("-1", [2.0])],
)
def test_it_waits_as_long_as_asked(tmp_path: Path, header: str, slept: list[float]) -> None:
    clock = FakeClock()
    with bad_server(status(429, Retry_After=header), good(CONTENT)) as server:
        assert get(tmp_path, server.url(), clock).size == len(CONTENT)
    assert clock.slept == slept


def test_it_does_not_wait_for_a_day(tmp_path: Path) -> None:
    clock = FakeClock()
    with (
        bad_server(status(429, Retry_After="86400")) as server,
        pytest.raises(FetchFailed, match="später noch einmal"),
    ):
        get(tmp_path, server.url(), clock)
    assert clock.slept == []


def test_a_slow_drip_ends(tmp_path: Path) -> None:
    """Every byte is progress, and every one of them costs patience."""

    def drip(handler: Handler) -> None:
        handler.head(200, Content_Length=100_000, ETag='"a"')
        for _ in range(100_000):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    def rounds(handler: Handler) -> None:
        start = handler.wanted_from()
        handler.head(
            206 if start else 200, Content_Length=1_000 - start, ETag='"a"',
            Content_Range=f"bytes {start}-999/1000",
        )  # fmt: skip
        handler.wfile.write(b"x")

    with bad_server(drip) as server, pytest.raises(FetchFailed, match="dauert zu lange"):
        get(tmp_path, server.url(), FakeClock(step=2_000))
    clock = FakeClock()
    with bad_server(rounds) as server, pytest.raises(FetchFailed, match="später noch einmal"):
        get(tmp_path, server.url("/b.csv"), clock)
    assert len(server.asked) <= 100


def test_a_server_that_says_nothing(tmp_path: Path) -> None:
    limits = Limits(most_bytes=1_000_000, read_s=0.05, tries=2)

    def silent(handler: Handler) -> None:
        handler.rfile.read(1)

    with bad_server(silent) as server, pytest.raises(FetchFailed, match="antwortet nicht"):
        get(tmp_path, server.url(), limits=limits)


@pytest.mark.parametrize("announced", [True, False])
def test_too_large(tmp_path: Path, announced: bool) -> None:
    def endless(handler: Handler) -> None:
        if announced:
            handler.head(200, Content_Length=10**12, ETag='"a"')
        else:
            handler.head(200, Connection="close")
        for _ in range(40):
            handler.wfile.write(b"x" * 65_536)

    with bad_server(endless) as server, pytest.raises(FetchFailed, match="größer als 0 MB"):
        get(tmp_path, server.url())
    assert list(tmp_path.iterdir()) == []


def test_an_internet_page_is_no_table(tmp_path: Path) -> None:
    page = status(200, b"<html>Wartung</html>", Content_Type="text/html; charset=utf-8")
    with bad_server(page) as server, pytest.raises(FetchFailed, match="Internetseite"):
        get(tmp_path, server.url())
    assert list(tmp_path.iterdir()) == []


def test_a_packed_answer_nobody_asked_for(tmp_path: Path) -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    packed = status(200, bomb, Content_Encoding="gzip")
    with bad_server(packed) as server, pytest.raises(FetchFailed, match="anders, als er gefragt"):
        get(tmp_path, server.url())


def test_another_checksum(tmp_path: Path) -> None:
    with bad_server(good(CONTENT)) as server:
        with pytest.raises(FetchFailed, match="Prüfsumme"):
            get(tmp_path, server.url(), sha256="0" * 64)
        assert list(tmp_path.iterdir()) == []
        get(tmp_path, server.url(), sha256=hashlib.sha256(CONTENT).hexdigest())


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 451])
def test_what_will_not_change_is_not_tried_again(tmp_path: Path, code: int) -> None:
    with bad_server(status(code)) as server, pytest.raises(FetchFailed, match=str(code)):
        get(tmp_path, server.url())
    assert len(server.asked) == 1


# ── redirects and addresses ─────────────────────────────


def test_redirects_are_followed_but_not_for_ever(tmp_path: Path) -> None:
    with bad_server(status(302, Location="/b/kreise.csv"), good(CONTENT)) as server:
        assert get(tmp_path, server.url()).size == len(CONTENT)
        assert [path for path, _headers in server.asked] == ["/kreise_2025.csv", "/b/kreise.csv"]
    with (
        bad_server(status(302, Location="/immer-weiter")) as server,
        pytest.raises(FetchFailed, match="leitet immer weiter"),
    ):
        get(tmp_path, server.url())
    assert len(server.asked) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "//", "gopher://a"])
def test_redirects_lead_to_the_web_only(tmp_path: Path, target: str) -> None:
    with bad_server(status(302, Location=target)) as server, pytest.raises(DomainError):
        get(tmp_path, server.url())


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://[::1]/x",
        "https://10.1.2.3/x",
        "https://192.168.0.1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:10.0.0.1]/x",
        "https://0.0.0.0/x",
        "https://224.0.0.1/x",
        "http://198.51.100.1/x",
        "https://name:secret@example.org/x",
        "file:///etc/passwd",
        "https:///x",
    ],
)
def test_no_address_of_the_own_network(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_address(url, allow_private=False, proxied=False)


def test_https_never_leads_to_http() -> None:
    check_address(
        "http://a.example/x", came_from="http://a.example/", allow_private=True, proxied=False
    )
    with pytest.raises(AddressRefused):
        check_address(
            "http://a.example/x", came_from="https://a.example/", allow_private=True, proxied=False
        )


def test_who_really_answers_is_judged_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that points elsewhere a moment after it was looked up."""
    from vorort.deliveries.importers import _address

    monkeypatch.setattr(_address, "check_address", lambda *_args, **_options: None)
    with bad_server(good(CONTENT)) as server:
        made = _address.session(allow_private=False)
        with pytest.raises(AddressRefused, match="im eigenen Netz"):
            made.get(server.url(), timeout=5)
    assert server.asked == []
    refuse_private("8.8.8.8")


def test_an_error_does_not_tell_a_key(tmp_path: Path) -> None:
    with bad_server(status(404)) as server, pytest.raises(FetchFailed) as caught:
        get(tmp_path, server.url("/x.csv?schluessel=geheim"))
    assert "geheim" not in caught.value.message
