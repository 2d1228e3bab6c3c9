"""Find a municipality as people write it: by name or by its key."""

import re

from vorort.places.choices import AreaKind
from vorort.places.models import Area
from vorort.places.queries.areas import holding

# How registers add the rank to a name: "Lindenau, Stadt", "Stadt Lindenau".
_RANK = re.compile(
    r"(,\s*(hochschul|universitäts|berg|große kreis)?stadt|^(stadt|gemeinde|markt)\s+)",
    re.IGNORECASE,
)


def plain_name(name: str) -> str:
    """Return a name without its rank: "Lindenau, Stadt" and "Stadt Lindenau" are Lindenau."""
    return _RANK.sub("", name).strip()


def has_municipalities() -> bool:
    """Return whether a register of municipalities is at hand."""
    return Area.objects.filter(kind=AreaKind.MUNICIPALITY, delivery__isnull=False).exists()


def list_municipality_names(*, state_key: str = "") -> list[tuple[str, str]]:
    """Return key and plain name of the present municipalities by name, of one state or all."""
    rows = holding(Area.objects.filter(kind=AreaKind.MUNICIPALITY, delivery__isnull=False), None)
    if state_key:
        rows = rows.filter(key__startswith=state_key)
    pairs = [(key, plain_name(name)) for key, name in rows.values_list("key", "name")]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def find_municipalities(text: str) -> list[Area]:
    """Return the present municipalities of that key or plain name, however it is capitalised."""
    rows = holding(Area.objects.filter(kind=AreaKind.MUNICIPALITY), None)
    wanted = " ".join(text.split())
    if wanted.isdigit():
        return list(rows.filter(key=wanted))
    low = plain_name(wanted).casefold()
    # The last word narrows the search in the database; capital umlauts are compared here.
    return [area for area in rows.order_by("key") if plain_name(area.name).casefold() == low]
