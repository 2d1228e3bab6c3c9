"""Labels of offence keys: shortened for charts, compared from year to year."""

import re

_PARAGRAPHS = re.compile(r"\s*§.*$")
_TAIL = re.compile(r"\s*(?:und zwar|darunter|davon)\s*:?\s*$")
# Naming the law anew changes no content.
_RENAMED_LAW = re.compile(r"asyl(?:verfahrens)?-")

# Parts of sum keys as far as the source names them: a change of a part changes the sum.
PARTS: dict[str, tuple[str, ...]] = {
    "892000": ("010000", "020000", "111000", "210000", "221000", "222000", "233000", "234000"),
}


def short_label(label: str) -> str:
    """Return a label without paragraphs of law and without "und zwar:"."""
    plain = _TAIL.sub("", _PARAGRAPHS.sub("", _TAIL.sub("", label))).strip(" ,;:")
    return plain or label.strip()


def essence(label: str) -> str:
    """Return what is left of a label for comparing: letters of the words themselves."""
    plain = _RENAMED_LAW.sub("asyl-", short_label(label).lower())
    # What stands in brackets lists the parts in some years and not in others.
    plain = re.sub(r"\(.*?\)", "", plain)
    return re.sub(r"[^a-zäöüß]", "", plain)


def changed_years(labels: dict[int, str]) -> tuple[int, ...]:
    """Return the years in which the label says something else than in the year before it."""
    found, before = [], ""
    for year in sorted(labels):
        now = essence(labels[year])
        if before and now != before:
            found.append(year)
        before = now
    return tuple(found)
