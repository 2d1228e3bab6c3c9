"""The papers made from a concept: every sentence comes from the answers, the measure or its effects."""

from vorort.concepts.queries.documents.building import build_document, file_name
from vorort.concepts.queries.documents.council import PaperText, differs, paper_text
from vorort.concepts.queries.documents.material import Material, gather, plain

__all__ = [
    "Material",
    "PaperText",
    "build_document",
    "differs",
    "file_name",
    "gather",
    "paper_text",
    "plain",
]
