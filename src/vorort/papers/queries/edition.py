"""What leaves the house of a paper: the PDF, names of files, the public page with its data."""

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from vorort.councils.choices import Confidentiality
from vorort.councils.rules import FILE_ENDINGS
from vorort.files.choices import ContentType
from vorort.files.queries import open_stored
from vorort.notices.exports import (
    Block,
    BulletList,
    Document,
    Facts,
    Heading,
    Paragraph,
    letterhead,
    render_pdf,
)
from vorort.papers.models import Paper, PaperFile
from vorort.publications.choices import (
    CONTENT_TYPES,
    Format,
    NewRepresentation,
    PublicFile,
    PublicPaper,
)
from vorort.publications.rules import PUBLIC_PREFIX, about_links, public_navigation
from vorort.ui.format import date as german_date
from vorort.ui.parts import Link

# A single line end; two begin a new paragraph anyway.
_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
_MARKED = re.compile(r"([\\`*_{}\[\]<>#+!|~])")
PDF_NAME = "vorlage.pdf"


def public_path(paper: Paper) -> str:
    """Return the address of the public page."""
    return f"{PUBLIC_PREFIX}{paper.authority.slug}/vorlagen/{paper.public_id}/"


def pdf_name(paper: Paper) -> str:
    """Return what the PDF is called; of the core group's papers the name says nothing."""
    if paper.confidentiality == Confidentiality.CORE:
        return f"vorlage-{paper.public_id}.pdf"
    return f"vorlage-{paper.number}-{paper.year}.pdf"


def ending_of(file: PaperFile) -> str:
    """Return the ending by content, whatever the file was called."""
    kind = ContentType(file.stored.content_type)
    if kind in {ContentType.TEXT, ContentType.JPEG}:
        return "txt" if kind == ContentType.TEXT else "jpg"
    return min(FILE_ENDINGS[kind])


def file_name(file: PaperFile) -> str:
    """Return what a file is called when saved; the core group's say nothing."""
    if file.confidentiality == Confidentiality.CORE:
        return f"anlage-{file.public_id}.{ending_of(file)}"
    stem = slugify(file.title.rpartition(".")[0] or file.title)[:80]
    return f"{stem or 'anlage'}.{ending_of(file)}"


def build_document(
    paper: Paper, files: Sequence[PaperFile], *, at: dt.datetime, signed: bool = True
) -> Document:
    """Return the paper as a document; ``files`` are those its reader may open.

    ``signed``: with those who have signed it, which is nobody else's business.
    """
    facts = [(_("Gremium"), paper.body.name), (_("Nummer"), paper.reference)]
    if paper.file_reference:
        facts.append((_("Aktenzeichen"), paper.file_reference))
    if paper.submitted_by:
        facts.append((_("Eingebracht von"), paper.submitted_by.name))
    if paper.released_at:
        facts.append((_("Freigegeben"), german_date(timezone.localdate(paper.released_at))))
    facts.append((_("Vertraulichkeit"), str(paper.get_confidentiality_display())))
    blocks: list[Block] = [Facts(facts)]
    for title, text in sections(paper):
        blocks += [Heading(1, title), Paragraph(with_breaks(text))]
    lines = [
        f"{_plain(each.function)}: {each.get_state_display()}, "
        f"{german_date(timezone.localdate(each.decided_at))}"
        for each in paper.signatures.all()
        if signed and each.decided_at
    ]
    if lines:
        blocks += [Heading(1, _("Mitzeichnung")), BulletList(lines, numbered=True)]
    if files:
        blocks += [Heading(1, _("Anlagen")), BulletList([_plain(each.title) for each in files])]
    return Document(
        title=paper.title,
        subtitle=f"{paper.get_kind_display()} {paper.reference}",
        subject=str(paper.get_kind_display()),
        author=paper.authority.name,
        date=timezone.localdate(at),
        blocks=blocks,
        letterhead=letterhead(paper.authority),
        footer=f"{paper.get_kind_display()} {paper.reference}",
    )


def sections(paper: Paper) -> list[tuple[str, str]]:
    """Return the parts of the text that say something."""
    parts = [
        (_("Sachverhalt"), paper.text),
        (_("Beschlussvorschlag"), paper.proposal),
        (_("Kosten und Folgen"), paper.costs),
    ]
    return [(title, text) for title, text in parts if text.strip()]


def with_breaks(text: str) -> str:
    """Return Markdown in which a line that people ended ends, as they see it while they write."""
    return _BREAK.sub("  \n", text.replace("\r\n", "\n"))


def _plain(text: str) -> str:
    """Return a text whose signs are no markup."""
    return _MARKED.sub(r"\\\1", text)


@dataclass(frozen=True)
class Edition:
    """Everything a public page of a paper consists of."""

    payload: dict[str, Any]
    representations: list[NewRepresentation]


def build_edition(paper: Paper, files: Sequence[PaperFile], *, at: dt.datetime) -> Edition:
    """Return page, PDF and files of a public paper; only public files enter, whatever is given."""
    path = public_path(paper)
    shown = [each for each in files if each.confidentiality == Confidentiality.PUBLIC]
    own = render_pdf(build_document(paper, shown, at=at, signed=False))
    made = [NewRepresentation(Format.PDF, f"{path}{PDF_NAME}", own, pdf_name(paper))]
    listed = [_public_file(paper.public_id, paper.title, made[0], "main")]
    for each in shown:
        with open_stored(each.stored) as stream:
            content = stream.read()
        name = f"anlage-{each.public_id}.{ending_of(each)}"
        kind = str(each.stored.content_type)
        made.append(NewRepresentation(Format.FILE, f"{path}{name}", content, file_name(each), kind))
        listed.append(_public_file(each.public_id, each.title, made[-1], "auxiliary"))
    public = _public_paper(paper, listed, path)
    texts = [{"title": title, "text": text} for title, text in sections(paper)]
    page = render_to_string("papers/public.html", _context(paper, public, texts)).encode()
    return Edition(
        payload={"public": public, "sections": texts},
        representations=[NewRepresentation(Format.HTML, path, page), *made],
    )


def _public_file(key: str, name: str, made: NewRepresentation, role: str) -> PublicFile:
    return {
        "id": key,
        "name": name,
        "path": made.path.rpartition("/")[2],
        "media_type": made.content_type or CONTENT_TYPES[Format(made.format)],
        "size": len(made.content),
        "sha512": hashlib.sha512(made.content).hexdigest(),
        "role": role,
    }


def _public_paper(paper: Paper, files: list[PublicFile], path: str) -> PublicPaper:
    released = paper.released_at or paper.created_at
    made: PublicPaper = {
        "id": paper.public_id,
        "body_id": paper.body.public_id,
        "reference": paper.reference,
        "name": paper.title,
        "kind": paper.kind,
        "kind_label": str(paper.get_kind_display()),
        "on": timezone.localdate(released).isoformat(),
        "originators": [paper.submitted_by.public_id] if paper.submitted_by else [],
        "files": files,
        "web": settings.PUBLIC_URL + path,
    }
    if paper.text.strip():
        made["text"] = paper.text
    if paper.proposal.strip():
        made["proposal"] = paper.proposal
    return made


def _context(paper: Paper, public: PublicPaper, texts: list[dict[str, str]]) -> dict[str, Any]:
    town = f"{PUBLIC_PREFIX}{paper.authority.slug}/"
    return {
        "frozen": True,
        "authority": paper.authority,
        "home_url": town,
        "topnav": public_navigation(paper.authority, "paper"),
        "about_links": about_links(paper.authority),
        "crumbs": [
            Link(paper.authority.short_name or paper.authority.name, town),
            Link(_("Vorlagen"), f"{town}vorlagen/"),
            Link(_("Vorlage %(reference)s") % {"reference": paper.reference}),
        ],
        "paper": public,
        "path": public_path(paper),
        "body_name": paper.body.name,
        "submitted_by": paper.submitted_by.name if paper.submitted_by else "",
        "released_on": german_date(timezone.localdate(paper.released_at or paper.created_at)),
        "texts": [{**each, "text": with_breaks(each["text"])} for each in texts],
    }
