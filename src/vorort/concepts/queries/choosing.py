"""What the short form takes from elsewhere: open findings, who can be responsible, the topic."""

from django.db.models import Count, QuerySet

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.councils.choices import BodyState
from vorort.councils.models import Body
from vorort.findings.choices import FindingState, NeedState
from vorort.findings.models import Finding, Need
from vorort.measures.models import Measure
from vorort.measures.rules import KIND
from vorort.papers.choices import PaperState
from vorort.papers.models import Paper
from vorort.papers.rules import can_read
from vorort.partners.choices import Topic
from vorort.partners.models import Organisation

# Beginnings of words that speak for a topic, the most telling first. A guess, to be changed in
# one click; without any hint it is about places and ways.
_HINTS: tuple[tuple[Topic, tuple[str, ...]], ...] = (
    (Topic.DOMESTIC, ("häuslich", "partnerschaft", "frauenhaus")),
    (Topic.FRAUD, ("betrug", "betrüg", "enkeltrick", "internet", "online", "schockanruf", "phishing")),
    (Topic.DRUGS, ("drogen", "alkohol", "sucht", "cannabis", "dealer")),
    (Topic.EXTREMISM, ("extrem", "hass", "rassis", "antisemit", "hakenkreuz")),
    (Topic.THEFT, ("diebst", "einbr", "gestohlen", "klau", "codier", "verschwind", "fahrraddieb")),
    (Topic.TRAFFIC, ("verkehr", "schulweg", "tempo", "raser", "fahrrad", "zebrastreifen", "ampel")),
    (Topic.VIOLENCE, ("gewalt", "schläger", "angriff", "mobbing", "bedroh", "pöbel", "streit")),
    (Topic.VICTIMS, ("opfer", "betroffene von", "zeugen")),
    (Topic.DISORDER, ("müll", "lärm", "vandal", "graffiti", "schmier", "scherben", "sachbesch")),
    (Topic.YOUTH, ("jugend", "kinder", "schule", "schüler", "kita")),
    (Topic.INTEGRATION, ("integration", "zugewander", "geflücht", "nachbarschaft", "zusammenleben")),
    (Topic.ADVICE, ("beratung", "sprechstunde", "infoabend", "informationsabend")),
    (Topic.SPACES, ("licht", "beleuchtung", "laterne", "platz", "park", "unterführung", "bahnhof")),
)  # fmt: skip


def guess_topic(text: str) -> str:
    """Return the topic a text speaks of most likely, by the beginnings of its words."""
    words = text.lower().replace("-", " ").split()
    for topic, beginnings in _HINTS:
        if any(word.lstrip("„\"'(").startswith(beginnings) for word in words):
            return topic
    return Topic.SPACES


def list_open_findings(authority: Authority) -> QuerySet[Finding]:
    """Return the findings a measure can be made for, the newest first."""
    return Finding.objects.filter(authority=authority, state=FindingState.OPEN)


def list_owners(authority: Authority) -> QuerySet[Organisation]:
    """Return who can be responsible: partners of the town who are active."""
    return Organisation.objects.filter(authority=authority, is_active=True)


def open_need(finding: Finding) -> Need | None:
    """Return the need of a finding a further measure belongs to, or None where there is none."""
    return finding.needs.filter(state=NeedState.OPEN).order_by("id").first()


def list_papers(measure: Measure) -> list[Paper]:
    """Return the papers made from a measure, the newest first; nobody is asked who may read them."""
    rows = Paper.objects.filter(origin_kind=KIND, origin_id=measure.public_id)
    return list(rows.select_related("body").order_by("-created_at", "-id"))


def has_decided_paper(measure: Measure) -> bool:
    """Whether a body has decided on a paper made from the measure: it keeps the words."""
    return any(paper.state == PaperState.DECIDED for paper in list_papers(measure))


def list_readable_papers(actor: Person, measure: Measure) -> list[Paper]:
    """Return the papers made from a measure that somebody may open."""
    return [paper for paper in list_papers(measure) if can_read(actor, paper)]


def list_bodies(authority: Authority) -> QuerySet[Body]:
    """Return the bodies a paper can be handed to."""
    return Body.objects.filter(authority=authority, state=BodyState.ACTIVE).order_by("name", "id")


def usual_owner(authority: Authority) -> Organisation | None:
    """Return who is responsible for most measures: most towns have one such office."""
    owners = Measure.objects.filter(authority=authority, owner__is_active=True).order_by()
    most = owners.values("owner").annotate(n=Count("id")).order_by("-n", "owner").first()
    return Organisation.objects.get(pk=most["owner"]) if most else None
