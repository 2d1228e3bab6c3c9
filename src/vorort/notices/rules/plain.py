"""Leichte Sprache: what a machine can see of it, said while somebody writes.

After DIN SPEC 33429 and the rules of Netzwerk Leichte Sprache; whether a text is understood, only
readers can say.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

WORDS_IN_SENTENCE = 12
LETTERS_IN_WORD = 14
WORDS_ENOUGH = 60
WORDS_AT_MOST = 250

GUIDE: tuple[Promise | str, ...] = (
    gettext_lazy("Kurze Sätze: ein Gedanke, höchstens 12 Wörter."),
    gettext_lazy("Jeder Satz beginnt auf einer neuen Zeile."),
    gettext_lazy("Einfache Wörter. Lange Wörter trennen: Präventions-Rat."),
    gettext_lazy("Sagen, wer etwas tut: „Die Stadt baut Lampen.“ Nicht: „Lampen werden gebaut.“"),
    gettext_lazy("Keine Abkürzungen, keine Fremdwörter. Schwere Wörter erklären."),
    gettext_lazy("Zahlen als Ziffern. Statt Prozent: viele, wenige, die Hälfte."),
)

_SENTENCE = re.compile(r"[^.!?:\n]+(?:[.!?:]+|\n|$)")
_WORD = re.compile(r"[^\W_]+(?:[-·/][^\W_]+)*")
_SHORT = re.compile(
    r"\b(?:z\. ?B\.|d\. ?h\.|u\. ?a\.|bzw\.|ggf\.|etc\.|usw\.|ca\.|inkl\.|evtl\.|Abs\.|Nr\.)"
)
_MAYBE = re.compile(r"\b(?:könnte|würde|hätte|wäre|sollte|müsste|dürfte)\w*", re.IGNORECASE)
_DAY = re.compile(r"(\d)\.(?=\s?[\d\w])")


@dataclass(frozen=True)
class Advice:
    """One thing to look at: what it is, and the words it is about."""

    text: str
    words: str


@dataclass(frozen=True)
class PlainReport:
    """Length and advice of a text in plain language."""

    words: int
    sentences: int
    length: str
    advice: tuple[Advice, ...]

    @property
    def is_fine(self) -> bool:
        return bool(self.words) and not self.advice


def check_plain(text: str) -> PlainReport:
    """Return how long a text is and what makes it hard to read."""
    # "3. Sitzung" and "z. B." end no sentence.
    whole = _SHORT.sub(lambda found: found[0].replace(".", ""), _DAY.sub(r"\1", text))
    sentences = [each.strip() for each in _SENTENCE.findall(whole) if _WORD.search(each)]
    words = _WORD.findall(whole)
    advice = [
        Advice(
            _("Langer Satz (%(number)d Wörter). Machen Sie zwei daraus.")
            % {"number": len(_WORD.findall(sentence))},
            sentence,
        )
        for sentence in sentences
        if len(_WORD.findall(sentence)) > WORDS_IN_SENTENCE
    ]
    advice += [
        Advice(_("Langes Wort. Trennen Sie es mit Bindestrich oder nehmen Sie ein anderes."), word)
        for word in dict.fromkeys(words)
        if any(len(part) > LETTERS_IN_WORD for part in re.split(r"[-·/]", word))
    ]
    advice += [
        Advice(_("Abkürzung. Schreiben Sie die Wörter aus."), short)
        for short in dict.fromkeys(_SHORT.findall(text))
    ]
    advice += [
        Advice(_("Möglichkeitsform. Sagen Sie, was ist oder sein wird."), maybe)
        for maybe in dict.fromkeys(_MAYBE.findall(text))
    ]
    return PlainReport(len(words), len(sentences), _length(len(words)), tuple(advice))


def _length(words: int) -> str:
    count = ngettext("%(number)d Wort", "%(number)d Wörter", words) % {"number": words}
    if not words:
        return _("Noch kein Text")
    if words < WORDS_ENOUGH:
        return _("%(count)s: noch kurz, üblich sind %(low)d bis %(high)d") % {
            "count": count,
            "low": WORDS_ENOUGH,
            "high": WORDS_AT_MOST,
        }
    if words > WORDS_AT_MOST:
        return _("%(count)s: lang, üblich sind höchstens %(high)d") % {
            "count": count,
            "high": WORDS_AT_MOST,
        }
    return _("%(count)s: gute Länge") % {"count": count}
