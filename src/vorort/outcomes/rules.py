"""What may stand on a public page of a measure: who says so, and which words never do."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.authorities.models import Authority
from vorort.authorities.rules import may
from vorort.measures.choices import ADOPTED
from vorort.measures.models import Measure
from vorort.notices.rules import PROBLEMS, read_marks
from vorort.publications.rules import may_withdraw

__all__ = ["can_publish", "can_withdraw", "is_ready", "word_problems"]

_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
# "Frau Muster": somebody nobody here knows is a person all the same. Offices are none.
_ADDRESSED = re.compile(
    r"\b(?:Herrn?|Frau|Hr\.|Fr\.)\s+(?:(?:Prof|Dr)\.?\s+)*(?!(?:Ober)?[Bb]ürgermeister|Landr|Minister)"
    r"[A-ZÄÖÜ][\w-]+"
)


def can_publish(actor: Person, authority: Authority) -> bool:
    return may(actor, Permission.PUBLISH, authority)


def can_withdraw(actor: Person, authority: Authority) -> bool:
    return may_withdraw(actor, authority)


def is_ready(measure: Measure) -> bool:
    """Whether a measure is far enough for everybody: decided on, or running already."""
    return measure.state in ADOPTED


@dataclass(frozen=True)
class WordProblem:
    """A text that may not become public as it is: where it stands, what to do."""

    where: str
    text: str


def word_problems(
    texts: Iterable[tuple[str, str]], names: Collection[str]
) -> tuple[WordProblem, ...]:
    """Return what stands against making these texts (place, text) public; in doubt it does.

    ``names`` are names of people the town knows, as they are written.
    """
    known = {_folded(name): name for name in names if len(name.split()) > 1}
    found = []
    for where, text in texts:
        marked = read_marks(text)
        found += [WordProblem(where, str(PROBLEMS[problem])) for problem in marked.problems]
        found += [WordProblem(where, words) for words in _in_text(marked.public, known)]
    return tuple(dict.fromkeys(found))


def _in_text(text: str, known: dict[str, str]) -> Iterable[str]:
    folded = _folded(text)
    for name, written in known.items():
        first, last = name.split()[0], name.split()[-1]
        forms = (name, f"{last}, {first}", f"{first} {last}")
        if any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", folded) for form in forms):
            yield _("Hier steht ein Name: „%(name)s“. Bitte nennen Sie die Funktion.") % {
                "name": written
            }
    for each in _ADDRESSED.findall(text):
        yield _("Hier steht ein Name: „%(name)s“. Bitte nennen Sie die Funktion.") % {"name": each}
    if _MAIL.search(text):
        yield _("Hier steht eine E-Mail-Adresse. Bitte nehmen Sie sie heraus.")
    if _TAG.search(text):
        yield _("Hier stehen Formatbefehle in spitzen Klammern. Bitte schreiben Sie nur Text.")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
