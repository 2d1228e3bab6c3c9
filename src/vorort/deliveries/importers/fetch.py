"""Fetch a published table: resumable, bounded in size and time, whole or not at all.

What has arrived stays beside its validators in a ``.part`` file; the next call goes on there, as
long as the server says that it is still the same file.
"""

import datetime as dt
import email.utils
import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

import requests
import urllib3
from django.utils.translation import gettext as _

from vorort.core.errors import DomainError
from vorort.deliveries.importers._address import check_address, is_proxied, plain, session

Progress = Callable[[int, int, str], None]
CHUNK = 64 * 1024
_MOVED = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")


class FetchFailed(DomainError):
    """The table did not come; what has arrived is kept where going on is possible."""


class _TryAgain(Exception):
    """Something that may be gone in a moment; ``wait`` is what the server asks for, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


class Clock(Protocol):
    """Time, so that tests need not wait."""

    def monotonic(self) -> float: ...

    def now(self) -> dt.datetime: ...

    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The clock on the wall."""

    def monotonic(self) -> float:
        return time.monotonic()

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(frozen=True)
class Limits:
    """How much patience there is: bytes, seconds, tries without getting any further, rounds."""

    most_bytes: int
    connect_s: float = 10.0
    read_s: float = 30.0
    whole_s: float = 3600.0
    tries: int = 5
    rounds: int = 100
    redirects: int = 5
    longest_wait_s: float = 300.0


@dataclass(frozen=True)
class Fetched:
    """A table that has arrived whole; the caller removes the file when it has been read."""

    path: Path
    sha256: str
    size: int
    url: str
    resumed_at: int = 0


def ignore(_done: int, _total: int, _step: str) -> None:
    """Report to nobody."""


def fetch(
    url: str,
    *,
    folder: Path,
    limits: Limits,
    clock: Clock,
    sha256: str = "",
    allow_private: bool = False,
    progress: Progress = ignore,
) -> Fetched:
    """Fetch an address into a folder and return the file.

    Parameters
    ----------
    sha256 : str, optional
        The only checksum that is taken; anything else is thrown away.
    allow_private : bool
        Also from the own network, and unencrypted: for a mirror in the house, and for tests.
    progress : callable
        Gets bytes so far, bytes in all (0 where unknown) and a word; may raise to cancel.

    Raises
    ------
    FetchFailed, AddressRefused
        With a sentence for people; what can be gone on with stays in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    part = _Part(folder, url)
    with session(allow_private=allow_private) as asking:
        work = _Work(url, part, limits, clock, progress, asking, allow_private=allow_private)
        resumed_at = work.run()
    found = part.checksum()
    if sha256 and found != sha256:
        part.drop()
        raise FetchFailed(
            _("Die Prüfsumme stimmt nicht: Unter der Adresse liegt eine andere Datei. "
              "Es wurde nichts übernommen.")
        )  # fmt: skip
    path = part.finish(file_name(url))
    return Fetched(path, found, path.stat().st_size, plain(url), resumed_at)


def file_name(url: str) -> str:
    """Return a plain file name for an address: importers read the year from it."""
    last = unquote(urlsplit(url).path).rsplit("/", 1)[-1]
    name = re.sub(r"[^\w.-]+", "_", last).strip("._")[-120:]
    return name or "tabelle"


@dataclass
class _Validators:
    """What a server said about a file, to recognise it again."""

    url: str
    etag: str = ""
    modified: str = ""
    total: int = 0

    @property
    def strong(self) -> str:
        """What goes into If-Range; empty where the server gives no safe word."""
        return self.modified if not self.etag or self.etag.startswith("W/") else self.etag


class _Part:
    """The bytes that have arrived so far, and whose they are."""

    def __init__(self, folder: Path, url: str) -> None:
        key = hashlib.sha256(url.encode()).hexdigest()[:16]
        self._folder = folder
        self.path = folder / f"{key}.part"
        self._note = folder / f"{key}.part.json"
        self.validators = self._read(url)

    def _read(self, url: str) -> _Validators:
        try:
            kept = _Validators(**json.loads(self._note.read_text()))
        except (OSError, ValueError, TypeError):
            kept = _Validators("")
        if kept.url != url or not kept.strong:
            self.drop()
            return _Validators(url)
        return kept

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def begin(self, validators: _Validators) -> None:
        """Start over with a file the server has just described."""
        self.path.write_bytes(b"")
        self.validators = validators
        self._note.write_text(json.dumps(asdict(validators)))

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def checksum(self) -> str:
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def finish(self, name: str) -> Path:
        target = self._folder / name
        self.path.replace(target)
        self.drop()
        return target


@dataclass
class _Work:
    """One table on its way."""

    url: str
    part: _Part
    limits: Limits
    clock: Clock
    progress: Progress
    asking: requests.Session
    allow_private: bool

    def run(self) -> int:
        """Try until the file is whole; return how many bytes an earlier call had left."""
        resumed_at = self.part.size
        self.deadline = self.clock.monotonic() + self.limits.whole_s
        tries = 0
        for _round in range(self.limits.rounds):
            before = self.part.size
            try:
                self._once()
            except _TryAgain as reason:
                # Getting further is no failure.
                tries = 0 if self.part.size > before else tries + 1
                self._rest(reason, tries)
            else:
                return resumed_at
        raise self._given_up(_("Die Verbindung reißt immer wieder ab."))

    def _rest(self, reason: _TryAgain, tries: int) -> None:
        wait = reason.wait if reason.wait is not None else min(60.0, 2.0 ** max(tries, 1))
        too_long = wait > self.limits.longest_wait_s
        if tries >= self.limits.tries or too_long or self._late(wait):
            raise self._given_up(reason.reason)
        self.progress(self.part.size, self.part.validators.total, reason.reason)
        self.clock.sleep(wait)

    def _given_up(self, reason: str) -> FetchFailed:
        return FetchFailed(
            _("%(url)s: %(reason)s Bitte versuchen Sie es später noch einmal.")
            % {"url": plain(self.url), "reason": reason}
        )

    def _late(self, more: float = 0.0) -> bool:
        return self.clock.monotonic() + more > self.deadline

    def _once(self) -> None:
        """Ask once and take in what comes."""
        have = self.part.size if self.part.validators.strong else 0
        headers = {}
        if have:
            headers = {"Range": f"bytes={have}-", "If-Range": self.part.validators.strong}
        with _passing(), self._answer(headers) as response:
            start, expected = self._place(response, have)
            if start < 0:
                return
            self._refuse_what_is_no_table(response)
            if expected > self.limits.most_bytes:
                raise self._too_large()
            self._take_in(response, expected)
        if expected and self.part.size != expected:
            raise _TryAgain(_("Die Übertragung ist abgebrochen."))

    @contextmanager
    def _answer(self, headers: dict[str, str]) -> Iterator[requests.Response]:
        """Ask, following redirects ourselves: each address is judged before it is asked."""
        url, came_from = self.url, ""
        for _hop in range(self.limits.redirects + 1):
            proxied = is_proxied(self.asking, url)
            check_address(
                url, came_from=came_from, allow_private=self.allow_private, proxied=proxied
            )
            response = self.asking.get(
                url,
                headers=headers,
                stream=True,
                allow_redirects=False,
                timeout=(self.limits.connect_s, self.limits.read_s),
            )
            if response.status_code not in _MOVED or "Location" not in response.headers:
                with response:
                    yield response
                return
            response.close()
            came_from, url = url, urljoin(url, response.headers["Location"])
        raise FetchFailed(_("Die Adresse leitet immer weiter, ohne ans Ziel zu kommen."))

    def _place(self, response: requests.Response, have: int) -> tuple[int, int]:
        """Return where the answer belongs and how long the file is (0: unknown).

        A start of -1 says that everything is there already.
        """
        status = response.status_code
        if status in _PASSING:
            raise _TryAgain(
                _("Der Server ist gerade nicht bereit (%(status)s).") % {"status": status},
                self._asked_to_wait(response),
            )
        if status == 206 and have:
            return self._goes_on(response, have)
        if status == 416 and have:
            _start, _end, total = _content_range(response)
            if total == have == self.part.validators.total:
                return -1, total
            self.part.drop()
            raise _TryAgain(_("Die Datei hat sich geändert."), 0.0)
        if status != 200:
            raise FetchFailed(
                _("%(url)s: Der Server gibt die Tabelle nicht heraus (%(status)s).")
                % {"url": plain(self.url), "status": status}
            )
        expected = _length(response)
        self.part.begin(_described(self.url, response, expected))
        return 0, expected

    def _goes_on(self, response: requests.Response, have: int) -> tuple[int, int]:
        """Return the place of a part that continues ours; start over where it is another file's."""
        start, _end, total = _content_range(response)
        known, now = self.part.validators, _described(self.url, response, total)
        same = (not now.etag or now.etag == known.etag) and (
            not now.modified or not known.modified or now.modified == known.modified
        )
        if start != have or not same or (known.total and total and total != known.total):
            self.part.drop()
            raise _TryAgain(_("Die Datei hat sich geändert."), 0.0)
        return have, total or known.total

    def _refuse_what_is_no_table(self, response: requests.Response) -> None:
        if (
            response.headers.get("Content-Type", "")
            .lower()
            .startswith(("text/html", "application/xhtml"))
        ):
            self.part.drop()
            raise FetchFailed(
                _("%(url)s: Dort liegt eine Internetseite, keine Tabelle. "
                  "Bitte prüfen Sie die Adresse.")
                % {"url": plain(self.url)}
            )  # fmt: skip
        if response.headers.get("Content-Encoding", "identity").lower() not in {"identity", ""}:
            self.part.drop()
            raise FetchFailed(
                _("%(url)s: Der Server packt die Tabelle anders, als er gefragt wurde.")
                % {"url": plain(self.url)}
            )

    def _take_in(self, response: requests.Response, expected: int) -> None:
        done = self.part.size
        with self.part.path.open("ab") as target:
            while chunk := response.raw.read(CHUNK, decode_content=False):
                done += len(chunk)
                if done > self.limits.most_bytes:
                    target.close()
                    raise self._too_large()
                target.write(chunk)
                if self._late():
                    raise FetchFailed(
                        _("%(url)s: Die Übertragung dauert zu lange.") % {"url": plain(self.url)}
                    )
                self.progress(done, expected, _("Tabelle abrufen"))

    def _too_large(self) -> FetchFailed:
        self.part.drop()
        return FetchFailed(
            _("%(url)s: Die Tabelle ist größer als %(limit)s MB.")
            % {"url": plain(self.url), "limit": self.limits.most_bytes // 1024 // 1024}
        )

    def _asked_to_wait(self, response: requests.Response) -> float | None:
        """Return the seconds of Retry-After: a number or a date."""
        given = response.headers.get("Retry-After", "").strip()
        if given.isdigit():
            return float(given[:6])
        try:
            at = email.utils.parsedate_to_datetime(given)
        except ValueError:
            return None
        at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
        return max(0.0, (at - self.clock.now()).total_seconds())


@contextmanager
def _passing() -> Iterator[None]:
    """Turn what goes wrong on the way into something to try again."""
    try:
        yield
    except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise _TryAgain(_("Der Server antwortet nicht.")) from error
    except requests.exceptions.SSLError as error:
        raise FetchFailed(
            _("Der Server weist sich nicht richtig aus (Zertifikat). Es wurde nichts abgerufen.")
        ) from error
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema) as error:
        raise FetchFailed(_("Diese Adresse ist nicht richtig geschrieben.")) from error
    except (requests.RequestException, urllib3.exceptions.HTTPError, ConnectionError) as error:
        raise _TryAgain(_("Die Verbindung ist abgerissen.")) from error


def _length(response: requests.Response) -> int:
    given = response.headers.get("Content-Length", "")
    return int(given) if given.isdigit() else 0


def _content_range(response: requests.Response) -> tuple[int, int, int]:
    """Return start, end and whole length of a part; -1 and 0 where the server does not say."""
    found = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
    if found is None:
        return -1, -1, 0
    start, end, total = found.groups()
    return int(start or -1), int(end or -1), int(total) if total != "*" else 0


def _described(url: str, response: requests.Response, total: int) -> _Validators:
    head = response.headers
    return _Validators(url, head.get("ETag", ""), head.get("Last-Modified", ""), total)
