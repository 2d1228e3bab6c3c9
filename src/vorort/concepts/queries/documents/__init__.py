"""The papers made from a concept: every sentence comes from the answers, the measure or its effects."""

from vorort.concepts.queries.documents.building import build_document, file_name
from vorort.concepts.queries.documents.council import PaperText, paper_text
from vorort.concepts.queries.documents.material import Material, gather, plain

__all__ = [
    "Material",
    "PaperText",
    "build_document",
    "file_name",
    "gather",
    "paper_text",
    "plain",
]
