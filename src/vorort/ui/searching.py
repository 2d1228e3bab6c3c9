"""The search page, public and for staff: one form, one list of hits, different doors."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from vorort.core import search
from vorort.core.paging import paginate

PER_PAGE = 10


class SearchForm(forms.Form):
    """Words, and where to look; every field may be left empty."""

    q = forms.CharField(
        label=_("Suchwörter"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "kern-form-input__input", "type": "search"}),
    )
    ort = forms.ChoiceField(
        label=_("Ort"),
        required=False,
        widget=forms.Select(attrs={"class": "kern-form-input__select"}),
    )
    art = forms.ChoiceField(
        label=_("Art"),
        required=False,
        widget=forms.Select(attrs={"class": "kern-form-input__select"}),
    )

    def __init__(
        self,
        *args: object,
        towns: Sequence[tuple[str, str]],
        kinds: Sequence[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = {"ort": [("", _("alle Orte")), *towns], "art": [("", _("alles")), *kinds]}
        for name, values in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = values


@dataclass(frozen=True)
class Place:
    """A town to look in: its integer key, its part of the address and its name."""

    pk: int
    slug: str
    name: str


@dataclass(frozen=True)
class ShownHit:
    """A hit with the name of its town."""

    hit: search.Hit
    town: str


def answer(
    request: HttpRequest, *, actor: object, doors: Collection[str], places: Sequence[Place]
) -> dict[str, Any]:
    """Return what the page shows for the words in the address.

    A town or kind that is not (or no longer) there narrows nothing; the words still count.
    """
    form = SearchForm(
        request.GET or None,
        towns=[(place.slug, place.name) for place in places],
        kinds=search.kinds_behind(doors),
    )
    form.full_clean()
    asked = form.cleaned_data if form.is_bound else {}
    query, town, kind = (asked.get(name, "") for name in ("q", "ort", "art"))
    chosen = next((place.pk for place in places if place.slug == town), None)
    found = search.find(query, doors=doors, kind=kind, authority_id=chosen)
    page = paginate(request, found.ids, per_page=PER_PAGE)
    names = {place.pk: place.name for place in places}
    corrected = {"q": found.corrected, "ort": town, "art": kind}
    return {
        "form": form,
        "query": query.strip(),
        "found": found,
        "page": page,
        "total": len(found.ids),
        "hits": [
            ShownHit(hit, names.get(hit.authority_id or 0, ""))
            for hit in search.show(found, list(page.object_list), actor=actor)
        ],
        "narrowed": bool(town or kind),
        "whole_url": f"?{urlencode({'q': query})}",
        "corrected_url": f"?{urlencode({k: v for k, v in corrected.items() if v})}",
    }
