"""The masks by the German words of their addresses."""

from vorort.records.choices import EntryKind

WORDS = {
    EntryKind.POLICE: "polizeistatistik",
    EntryKind.OWI: "ordnungswidrigkeiten",
    EntryKind.ACCIDENTS: "verkehrsunfaelle",
    EntryKind.STRUCTURE: "soziales",
    EntryKind.RESIDENTS: "bevoelkerung",
}
_KINDS = {word: kind for kind, word in WORDS.items()}


class KindConverter:
    """``…/verkehrsunfaelle/`` is the mask ``accidents``."""

    regex = "|".join(_KINDS)

    def to_python(self, value: str) -> EntryKind:
        return _KINDS[value]

    def to_url(self, value: str) -> str:
        return WORDS[EntryKind(value)]
