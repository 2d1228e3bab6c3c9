"""Start page, list of towns, glossary."""

from django.http import HttpRequest, HttpResponse

from vorort.authorities.queries import is_founded
from vorort.figures.queries import list_terms
from vorort.portal.forms import FindTownForm
from vorort.portal.queries import list_addressed, list_public_maps, list_towns
from vorort.portal.views.page import public_page, show


@public_page
def start(request: HttpRequest) -> HttpResponse:
    recent = list_addressed(limit=5)
    context = {
        "form": FindTownForm(counties=[]),
        "recent": recent,
        # Whoever has just started an empty platform must find the way in.
        "is_new": not recent and not is_founded(),
    }
    return show(request, "portal/start.html", context)


@public_page
def towns(request: HttpRequest) -> HttpResponse:
    everything = list_towns()
    counties = [(county.key, county.name) for county in everything.counties]
    form = FindTownForm(request.GET, counties=counties)
    chosen = form.cleaned_data if form.is_valid() else {}
    query, county = chosen.get("q", "").strip(), chosen.get("kreis", "")
    found = list_towns(query=query, county=county) if query or county else everything
    context = {
        "form": form,
        "found": found,
        "query": query,
        "narrowed": bool(query or county),
        "maps": list_public_maps(everything.towns),
    }
    return show(request, "portal/towns.html", context)


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    terms = list_terms()
    names = {term.slug: term.term for term in terms}
    rows = [
        {
            "term": term,
            "see_also": [(slug, names[slug]) for slug in term.see_also if slug in names],
        }
        for term in terms
    ]
    return show(request, "portal/glossary.html", {"rows": rows})
