"""Which town is meant: by the register where there is one, by name and key otherwise."""

from django.utils.text import slugify
from django.utils.translation import gettext as _

from vorort.authorities.choices import AuthorityKind, NewTown
from vorort.authorities.queries import list_public_authorities
from vorort.core.errors import DomainError
from vorort.places import queries as places

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_KEY_OF_MUNICIPALITY = 8
_KEY_OF_COUNTY = 5
# The only municipality of its county: a city that is both.
_CITY_COUNTY = "000"


class TownUnclear(DomainError):
    """No municipality of that name is known, or several are."""


def resolve_town(name: str, key: str = "") -> NewTown:
    """Return the town that is meant by a name and, where the name is not enough, its key.

    Raises
    ------
    TownUnclear
        With the field that has to be filled in or changed.
    """
    wanted, digits = " ".join(name.split()), "".join(key.split())
    if wanted.isdigit() and not digits:
        wanted, digits = "", wanted
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) in _LENGTHS):
        raise TownUnclear(
            _(
                "Der amtliche Gemeindeschlüssel hat 8 Ziffern, der eines Landkreises 5. Er steht "
                "zum Beispiel in Bescheiden des Statistischen Landesamtes."
            ),
            field="key",
        )
    found = places.find_municipalities(digits or wanted)
    if len(found) == 1:
        area = found[0]
        return _new_town(
            places.plain_name(area.name), area.key, designation=area.designation, full=area.name
        )
    if len(found) > 1:
        choices = "; ".join(f"{area.key} ({area.parent or area.name})" for area in found[:6])
        raise TownUnclear(
            _("Es gibt mehrere Orte dieses Namens: %(towns)s. Bitte geben Sie den Schlüssel an.")
            % {"towns": choices},
            field="key",
        )
    if digits and wanted:
        return _new_town(wanted, digits)
    if digits:
        raise TownUnclear(
            _("Dieser Schlüssel ist hier nicht bekannt. Bitte geben Sie auch den Namen an."),
            field="place",
        )
    raise TownUnclear(
        _(
            "Zu diesem Namen liegt kein Eintrag im Gemeindeverzeichnis vor. Bitte geben Sie auch "
            "den amtlichen Gemeindeschlüssel an (8 Ziffern)."
        ),
        field="key",
    )


_LENGTHS = frozenset({_KEY_OF_COUNTY, _KEY_OF_MUNICIPALITY})


def _new_town(name: str, key: str, *, designation: str = "", full: str = "") -> NewTown:
    short = places.plain_name(name)
    is_county = len(key) == _KEY_OF_COUNTY
    is_city_county = key.endswith(_CITY_COUNTY) and len(key) == _KEY_OF_MUNICIPALITY
    return NewTown(
        kind=AuthorityKind.COUNTY if is_county else AuthorityKind.MUNICIPALITY,
        slug=_free_slug(short),
        name=_official_name(short, name, designation or full),
        short_name=short,
        town_key=_town_key(short),
        area_key=key[:_KEY_OF_COUNTY] if is_city_county else key,
        also_area_key=key if is_city_county else "",
    )


def _official_name(short: str, typed: str, rank: str) -> str:
    """Return the name with its rank, as it stands in a letterhead."""
    if typed != short:
        return typed
    low = rank.casefold()
    if "große kreisstadt" in low:
        return f"Große Kreisstadt {short}"
    if "stadt" in low.replace(short.casefold(), ""):
        return f"Stadt {short}"
    return f"Gemeinde {short}" if "gemeinde" in low else short


def _town_key(short: str) -> str:
    words = [
        word for word in short.replace("-", " ").replace("/", " ").split() if word[0].isupper()
    ]
    letters = words[0][0] + words[-1][0] if len(words) > 1 else short[:2]
    return letters.upper()


def _free_slug(short: str) -> str:
    base = slugify(short.casefold().translate(_SPELLED))[:50] or "ort"
    taken = set(list_public_authorities().values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
