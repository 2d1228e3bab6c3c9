"""What was marked, or is not for everybody, stands in no byte that leaves the house."""

import datetime as dt
import io
import json
import re
import zipfile
import zlib

import pikepdf
import pymupdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.councils import make_council
from tests.factories.minutes import APPROVED, make_approved, make_held, make_minutes
from tests.factories.sittings import item_of, make_invited
from vorort.announcements.queries import meeting_publication
from vorort.authorities.models import Authority
from vorort.core import search
from vorort.core.models import SearchDocument, SearchWord
from vorort.core.scopes import authority_scope
from vorort.councils.models import Seat
from vorort.minutes import actions, queries
from vorort.minutes.models import Minutes
from vorort.minutes.rules import Record, member_reading, numbers, public_reading, seen_by
from vorort.minutes.rules.record import AttendeeLine, ItemLine, TaskLine, VoteLine
from vorort.notices.exports import render_docx, render_html, render_pdf
from vorort.notices.rules import BAR
from vorort.publications.models import Publication
from vorort.resolutions.models import Resolution, Task
from vorort.sittings.models import Attendance

# One word for each place that is not for everybody.
MARKED, IN_CORE, INSIDE = "Nachtigall", "Falkenblick", "Adlerauge"
MARKED_RESOLUTION, MARKED_SUMMARY, GUEST = "Rotkehlchen", "Zaunkönig", "Goldammer"
NAME, OWNER, HEAD, REASON = "Sperbergasse", "Kranichweg", "Mauersegler", "Wiedehopf"
ALL_SECRET = (
    MARKED, IN_CORE, INSIDE, MARKED_RESOLUTION, MARKED_SUMMARY, GUEST, NAME, OWNER, HEAD, REASON,
)  # fmt: skip


def pdf_words(content: bytes) -> str:
    """Return everything a program could find in a PDF: text, metadata, every stream unpacked."""
    found = []
    with pymupdf.open(stream=content) as opened:
        found += [page.get_text() for page in opened]
        found += [str(opened.metadata), str(opened.get_toc()), opened.get_xml_metadata()]
    with pikepdf.open(io.BytesIO(content)) as opened:
        for each in opened.objects:
            if isinstance(each, pikepdf.Stream):
                try:
                    found.append(each.read_bytes().decode("latin-1"))
                except pikepdf.PdfError:
                    found.append(each.read_raw_bytes().decode("latin-1"))
                found.append(str(dict(each)))
            else:
                found.append(str(each))
    return "\n".join(found)


def zip_words(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        return "\n".join([*names, *(archive.read(n).decode("latin-1") for n in names)])


def assert_silent(words: str, secrets=ALL_SECRET) -> None:
    folded = words.casefold()
    # Also as the bytes of another encoding, and letter by letter in hex as fonts write them.
    for secret in secrets:
        assert secret.casefold() not in folded, secret
        assert secret.encode().decode("latin-1").casefold() not in folded, secret
        assert secret.encode("utf-16-be").hex() not in folded, secret


# ── one text, three outputs ──────────────────────────────


@pytest.fixture
def scope(people):
    with authority_scope(people.town):
        yield


@pytest.fixture
def secret(people, scope) -> Minutes:
    """Minutes with a secret in every place that may hold one."""
    body = make_council(people)
    Seat.objects.filter(body=body, function="Schulleitung").update(name=f"Sina {NAME}")
    meeting = make_held(people, make_invited(people, body=body))
    Attendance.objects.filter(meeting=meeting, seat=None).update(guest_name=f"Greta {GUEST}")
    resolution = Resolution.objects.get(body=body)
    resolution.text = f"Die Stadt kauft [[von {MARKED_RESOLUTION}]] sieben Leuchten."
    resolution.save()
    Task.objects.filter(body=body).update(owner_text=f"Frau {OWNER}")
    recusal = item_of(meeting, 2).recusals.get()
    recusal.reason = f"verwandt mit {REASON}"
    recusal.save()
    minutes = make_minutes(
        people,
        meeting,
        texts={
            0: f"Eröffnet. [[{HEAD}]]",
            2: f"Frau [[{MARKED}]] klagt über Lärm.",
            3: f"Intern {INSIDE}.",
            4: f"Kern {IN_CORE}.",
        },
    )
    actions.save_summary(
        minutes=minutes, text=f"Die Stadt baut Lampen. [[{MARKED_SUMMARY}]]", revision=0,
        by=people.coordinator, at=APPROVED,
    )  # fmt: skip
    return make_approved(people, minutes)


@pytest.mark.django_db
def test_nothing_of_it_is_in_the_publication(people, secret):
    actions.publish_minutes(minutes=secret, by=people.coordinator, at=APPROVED)
    publication = meeting_publication(secret.meeting)
    rows = list(publication.representations.all())
    assert {row.path.rsplit("/", 1)[1] for row in rows} == {
        "", "sitzung.ics", "einladung.pdf", "niederschrift.pdf", "leichte-sprache.pdf",
    }  # fmt: skip
    for row in rows:
        content = bytes(row.content)
        words = pdf_words(content) if row.format == "pdf" else content.decode()
        assert_silent(words + row.filename + row.path)
        if row.content_gzip:
            assert_silent(zlib.decompress(bytes(row.content_gzip), 31).decode())
    assert_silent(json.dumps(publication.payload, ensure_ascii=False))
    assert_silent(str(Publication.objects.filter(pk=publication.pk).values().get()))
    words = pdf_words(next(bytes(r.content) for r in rows if r.path.endswith("niederschrift.pdf")))
    assert "klagt über Lärm" in words
    assert "███geschwärzt███" in words


@pytest.mark.django_db
def test_nothing_of_it_is_in_the_word_file_of_the_extract(secret):
    document = queries.minutes_document(secret, queries.read_public(secret), at=APPROVED)
    assert_silent(zip_words(render_docx(document)))
    assert_silent(render_html(document))


@pytest.mark.django_db
def test_hidden_items_leave_no_gap(people, secret):
    reading = queries.read_public(secret)
    assert [item.number for item in reading.items] == ["1", "2"]
    actions.publish_minutes(minutes=secret, by=people.coordinator, at=APPROVED)
    public = meeting_publication(secret.meeting).payload["public"]
    assert [(item["order"], item["number"]) for item in public["items"]] == [(1, "1"), (2, "2")]
    inside = queries.read_inside(secret, ("public", "members"))
    assert [item.number for item in inside.items] == ["1", "2", "3"]
    assert_silent(repr(inside), (IN_CORE, "Fallbezogene"))


@pytest.mark.django_db
def test_the_search_knows_each_word_only_behind_its_door(secret):
    for kind in ("minutes.minutes", "minutes.inner"):
        search.refresh(kind=kind, public_id=secret.public_id)
    extract = SearchDocument.objects.get(kind="minutes.minutes")
    assert_silent(extract.title + extract.text)
    inner = SearchDocument.objects.get(kind="minutes.inner")
    assert INSIDE in inner.text
    assert inner.door_id != extract.door_id
    # What everybody reads is found once.
    assert "klagt über Lärm" in extract.text
    assert BAR in extract.text
    assert "Leuchten am Fußweg Am Hang" not in inner.text
    assert_silent(inner.text, (IN_CORE,))
    terms = " ".join(SearchWord.objects.filter(door=extract.door).values_list("term", flat=True))
    assert_silent(terms)
    assert_silent(" ".join(SearchWord.objects.values_list("term", flat=True)), (IN_CORE,))


@pytest.mark.django_db
def test_drafts_are_not_in_the_search(people, scope):
    minutes = make_minutes(people)
    for kind in ("minutes.minutes", "minutes.inner"):
        search.refresh(kind=kind, public_id=minutes.public_id)
    assert not SearchDocument.objects.filter(kind__startswith="minutes.").exists()


@pytest.mark.django_db
def test_names_stand_in_the_extract_with_consent_only(people, scope):
    body = make_council(people)
    Seat.objects.filter(body=body, function="Jugendhilfe").update(
        name_consent_on=dt.date(2026, 1, 1)
    )
    minutes = make_approved(people, make_minutes(people, make_held(people)))
    reading = queries.read_public(minutes)
    words = " ".join(reading.attendance_words)
    assert "Jule Jugend" in words
    assert "Sina Schule" not in words
    jule = Seat.objects.get(body=body, function="Jugendhilfe")
    assert reading.named_seats == (jule.public_id,)


@pytest.mark.django_db
def test_the_pdf_is_accessible_and_reads_like_minutes(secret):
    reading = queries.read_inside(secret, ("public", "members"))
    content = render_pdf(queries.minutes_document(secret, reading, at=APPROVED, to_sign=True))
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert str(opened.Root.Lang) == "de"
        assert opened.Root.MarkInfo.Marked
        with opened.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"
            assert meta["dc:creator"] == ["Lindenau an der Weide"]
    with pymupdf.open(stream=content) as opened:
        words = re.sub(r"\s+", " ", " ".join(page.get_text() for page in opened))
        outline = [title for _level, title, _page in opened.get_toc()]
    assert outline[:2] == ["Anwesenheit und Beschlussfähigkeit", "Vorbemerkung"]
    assert "1 Eröffnung" in [" ".join(title.split()) for title in outline]
    assert outline[-1] == "Unterschriften (§ 40 Abs. 2 SächsGemO)"
    for each in (
        "Bei der Eröffnung sind 5 von 5 Stimmberechtigten anwesend oder vertreten.",
        "(erforderlich: 3).",
        "Die Sitzung endet um 18:40 Uhr.",
        "Beschluss Ö 1/2026: Leuchten am Fußweg Am Hang",
        "3 Ja, 0 Nein, 1 Enthaltung. Angenommen.",
        "Schriftführung",
    ):
        assert each in words


# ── any text ─────────────────────────────────────────────

_around = st.text(alphabet="aä B\n.*_-#>1|`~", max_size=40)
_word = st.text(alphabet="qxyzQXYZ", min_size=6, max_size=12)


def record_with(text: str) -> Record:
    """Return a record with a text in every place that becomes public."""
    return Record(
        body="Rat", meeting="1. Sitzung 2026", day="Montag, 05.01.2026", opened="17:00",
        closed="18:00", seats=3, present=3, needed=2, chair="Vorsitz", public_chair="Vorsitz",
        attendees=(AttendeeLine(name=text, function=text, presence="present"),),
        items=(
            ItemLine(
                id="a", title=text, kind="Beratung", confidentiality="public", rapporteur=text,
                recused=(text,),
                votes=(VoteLine(id="v", title=text, text=text, ballots=(text,), note=text,
                                outcome_words="angenommen", confidentiality="public"),),
                tasks=(TaskLine(title=text, owner=text, confidentiality="public"),),
            ),
            ItemLine(id="b", title="Kern", confidentiality="core"),
        ),
    )  # fmt: skip


def unsaved() -> Minutes:
    return Minutes(authority=Authority(name="Stadt Probe", slug="probe"))


@settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(_around, _word, _around)
def test_whatever_is_marked_is_in_no_output(before, word, after):
    text = f"{before}[[{word}]]{after}"
    reading = public_reading(record_with(text), {"": text, "a": text, "b": word})
    assert word not in repr(reading)
    document = queries.minutes_document(unsaved(), reading, at=APPROVED)
    assert word not in render_html(document)
    assert word not in zip_words(render_docx(document))


@settings(
    max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(_around, _word, _around)
def test_whatever_is_marked_is_in_no_pdf(before, word, after):
    text = f"{before}[[{word}]]{after}"
    reading = public_reading(record_with(text), {"": text, "a": text, "b": word})
    content = render_pdf(queries.minutes_document(unsaved(), reading, at=APPROVED))
    assert word not in pdf_words(content)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.sampled_from(["public", "members", "core"]), st.booleans()), max_size=12)
)
def test_numbers_are_consecutive_for_every_reader(rows):
    items = tuple(
        ItemLine(id=str(place), confidentiality=level, is_sub=is_sub)
        for place, (level, is_sub) in enumerate(rows)
    )
    for classes in ({"public"}, {"public", "members"}, {"public", "members", "core"}):
        shown = numbers(seen_by(Record(items=items), classes).items)
        mains = [int(number) for number, _item in shown if "." not in number]
        assert mains == list(range(1, len(mains) + 1))
        assert all(item.confidentiality in classes for _number, item in shown)


def test_members_read_everything_of_theirs():
    record = record_with("Herr [[Muster]] fragt")
    reading = member_reading(record, {"": "", "a": "x [[y]]", "b": "z"}, ("public", "members"))
    assert reading.items[0].text == "x y"
    assert [item.title for item in reading.items] == ["Herr Muster fragt"]
