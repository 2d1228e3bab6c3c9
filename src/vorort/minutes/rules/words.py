"""Votes, quorum and notes in the words of a Niederschrift."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.resolutions.choices import Counts, VoteMode

_LISTED = re.compile(r"^\s*(?:[-*+>]|\d+[.)])\s")


def votes_in_words(mode: str, counts: Counts | None) -> str:
    """Return how a vote went: "einstimmig (9 Ja)", "8 Ja, 0 Nein, 1 Enthaltung"."""
    if counts is None:
        return _("im Konsens") if mode == VoteMode.CONSENSUS else ""
    if not counts.no and not counts.abstain and counts.yes:
        words = _("einstimmig (%(yes)d Ja)") % {"yes": counts.yes}
    else:
        words = _("%(yes)d Ja, %(no)d Nein, %(abstain)s") % {
            "yes": counts.yes,
            "no": counts.no,
            "abstain": ngettext("%(n)d Enthaltung", "%(n)d Enthaltungen", counts.abstain)
            % {"n": counts.abstain},
        }
    if mode == VoteMode.SECRET:
        return _("geheim: %(words)s") % {"words": words}
    return _("namentlich: %(words)s") % {"words": words} if mode == VoteMode.PER_PERSON else words


def quorum_in_words(seats: int, present: int, needed: int) -> str:
    """Return who was there at the opening, and whether that was enough."""
    who = _(
        "Bei der Eröffnung sind %(present)d von %(seats)d Stimmberechtigten anwesend oder vertreten."
    ) % {"present": present, "seats": seats}
    if not needed:
        return who
    if present >= needed:
        end = _("Das Gremium ist beschlussfähig (erforderlich: %(needed)d).")
    else:
        end = _("Das Gremium ist nicht beschlussfähig (erforderlich: %(needed)d).")
    return f"{who} {end % {'needed': needed}}"


def as_prose(notes: str) -> str:
    """Return notes typed line by line as paragraphs; lists stay lists."""
    lines = [line.rstrip() for line in notes.strip().splitlines()]
    done: list[str] = []
    for line in lines:
        listed = bool(_LISTED.match(line))
        if done and line and done[-1] and not (listed and _LISTED.match(done[-1])):
            done.append("")
        if line or (done and done[-1]):
            done.append(line)
    return "\n".join(done).strip()
