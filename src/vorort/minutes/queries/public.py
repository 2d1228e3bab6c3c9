"""What becomes public of minutes: made from the extract alone, so nothing else can be in it."""

import datetime as dt
from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from vorort.announcements.choices import ItemExtra, MeetingExtra
from vorort.announcements.queries import describe_file, meeting_path
from vorort.minutes.models import Minutes
from vorort.minutes.queries.documents import file_name, minutes_document, summary_document
from vorort.minutes.queries.minutes import read_public
from vorort.minutes.rules import Reading
from vorort.minutes.rules.reading import ReadItem, ReadVote
from vorort.notices.exports import render_pdf
from vorort.notices.rules import public_text
from vorort.publications.choices import Format, NewRepresentation, PublicFile, PublicResolution
from vorort.resolutions.choices import Implementation
from vorort.resolutions.models import Resolution
from vorort.ui import format as show
from vorort.ui import markdown

MINUTES_FILE = "niederschrift.pdf"
PLAIN_FILE = "leichte-sprache.pdf"


def public_minutes(minutes: Minutes, *, at: dt.datetime) -> tuple[Reading, MeetingExtra]:
    """Return the extract, and with its files as the meeting's public page takes it."""
    reading = read_public(minutes)
    files = [_file(minutes, MINUTES_FILE, _("Niederschrift, öffentlicher Auszug"), "results",
                   render_pdf(minutes_document(minutes, reading, at=at)))]  # fmt: skip
    summary = public_text(minutes.plain_summary).strip()
    if summary:
        content = render_pdf(summary_document(minutes, at=at))
        files.append(
            _file(
                minutes, PLAIN_FILE, _("Zusammenfassung in Leichter Sprache"), "auxiliary", content
            )
        )
    carried_out = _carried_out(reading)
    extra = MeetingExtra(
        state="minutes",
        items={item.id: _extra(item, carried_out) for item in reading.items},
        participant_ids=reading.named_seats,
        plain_summary=summary,
        html_sections=_sections(minutes, reading),
        representations=[new for new, _told in files],
        files=[told for _new, told in files],
    )
    return reading, extra


def _file(
    minutes: Minutes, name: str, label: str, role: str, content: bytes
) -> tuple[NewRepresentation, PublicFile]:
    path = f"{meeting_path(minutes.meeting)}{name}"
    stem = name.rpartition(".")[0]
    told = describe_file(
        content,
        # Stable: the same file through every version.
        id_=f"{stem[0]}{minutes.public_id[1:]}",
        name=label,
        path=path,
        kind="application/pdf",
        role=role,
    )
    new = NewRepresentation(Format.PDF, path, content, filename=file_name(minutes, stem, "pdf"))
    return new, told


def _carried_out(reading: Reading) -> dict[str, Resolution]:
    """Return the resolutions of the extract of which more is known than that they are open."""
    ids = [vote.id for item in reading.items for vote in item.votes if vote.id]
    told = Resolution.objects.filter(public_id__in=ids).exclude(
        implementation__in=(Implementation.OPEN, Implementation.NOT_NEEDED)
    )
    return {each.public_id: each for each in told}


def _extra(item: ReadItem, carried_out: Mapping[str, Resolution]) -> ItemExtra:
    results = [f"{vote.outcome_words.capitalize()}." for vote in item.votes if vote.outcome_words]
    if item.adjourned:
        results.append(_("Vertagt."))
    return ItemExtra(
        text=markdown.plain(item.text),
        result=" ".join([*results, item.recusal]).strip(),
        resolutions=[_resolution(vote, carried_out.get(vote.id)) for vote in item.votes if vote.id],
    )


def _resolution(vote: ReadVote, carried_out: Resolution | None) -> PublicResolution:
    made = PublicResolution(
        id=vote.id,
        number=vote.reference,
        title=vote.title,
        text=vote.text,
        outcome=vote.outcome,
        outcome_label=vote.outcome_words,
    )
    if vote.votes:
        made["votes"] = vote.votes
    if carried_out is not None:
        made["implementation_label"] = carried_out.get_implementation_display()
        if note := public_text(carried_out.implementation_note).strip():
            made["implementation_note"] = note
    return made


def _sections(minutes: Minutes, reading: Reading) -> list[tuple[str, str]]:
    """Return what stands below the agenda on the public page: pairs of title and clean HTML."""
    said = format_html_join("\n", "<p>{}</p>", ((words,) for words in reading.attendance_words))
    sections = [(_("Anwesenheit und Beschlussfähigkeit"), str(said))]
    if reading.head:
        sections.append((_("Vorbemerkung"), str(markdown.render(reading.head))))
    if reading.tasks:
        rows = format_html_join(
            "",
            "<li>{}{}{}</li>",
            (
                (
                    one.title,
                    _(", zuständig: %(who)s") % {"who": one.owner} if one.owner else "",
                    _(", bis %(day)s") % {"day": one.due} if one.due else "",
                )
                for one in reading.tasks
            ),
        )
        sections.append((_("Aufgaben"), str(format_html("<ul>{}</ul>", rows))))
    note = _("Genehmigt am %(day)s: %(note)s.") % {
        "day": show.date(minutes.approved_at),
        "note": minutes.approval_note.rstrip("."),
    }
    if reading.has_bars:
        note += " " + _("Stellen, die nicht öffentlich sein dürfen, sind geschwärzt.")
    sections.append((_("Genehmigung"), str(format_html("<p>{}</p>", note))))
    return sections
