"""Reads of papers: lists, one paper, what somebody owes; the paper as a document and as a page."""

from vorort.papers.queries.edition import (
    Edition,
    build_document,
    build_edition,
    file_name,
    pdf_name,
    public_path,
)
from vorort.papers.queries.reading import (
    INDEX_LAG,
    PaperNotVisible,
    get_file,
    get_paper,
    get_published,
    list_duties,
    list_files,
    list_for_agenda,
    list_papers,
    list_possible_signers,
    list_submitters,
    list_years,
    lock_body,
)

__all__ = [
    "INDEX_LAG",
    "Edition",
    "PaperNotVisible",
    "build_document",
    "build_edition",
    "file_name",
    "get_file",
    "get_paper",
    "get_published",
    "list_duties",
    "list_files",
    "list_for_agenda",
    "list_papers",
    "list_possible_signers",
    "list_submitters",
    "list_years",
    "lock_body",
    "pdf_name",
    "public_path",
]
