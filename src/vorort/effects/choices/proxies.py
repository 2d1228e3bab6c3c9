"""What else could be measured where cases are too few: a small library by topic.

Each is something a town can count or ask itself, before and after, in the same way both times.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vorort.partners.choices import Topic


@dataclass(frozen=True)
class Proxy:
    """Something to measure instead, and how."""

    name: str | Promise
    how: str | Promise


_ASK = Proxy(
    _("Befragung am Ort"),
    _("Dieselben zwei Fragen zum Sicherheitsgefühl, vorher und nachher an je etwa 100 Menschen, "
      "zur gleichen Jahreszeit."),
)  # fmt: skip
_LIGHT = Proxy(
    _("Beleuchtung messen"),
    _("Lux-Werte an festen Punkten nach Einbruch der Dunkelheit, vorher und nachher."),
)
_PASSERS = Proxy(
    _("Menschen zählen"),
    _("Wie viele den Ort zu vier festen Zeiten nutzen, je zwei Wochen vorher und nachher."),
)
_WATCH = Proxy(
    _("Beobachtung nach Liste"),
    _("Begehung mit derselben Liste, einmal im Monat: Schäden, Müll, Graffiti, dunkle Stellen."),
)
_REQUESTS = Proxy(
    _("Anfragen zählen"),
    _("Anrufe, Beratungen und Meldungen zum Thema, Monat für Monat nach derselben Regel."),
)
_USE = Proxy(
    _("Nutzung zählen"),
    _("Belegte Plätze oder Teilnahmen an festen Tagen, dazu die Plätze, die es gibt."),
)
_KNOWLEDGE = Proxy(
    _("Wissen und Verhalten erfragen"),
    _("Kurzer Bogen vor der Veranstaltung und drei Monate danach: dieselben fünf Fragen."),
)
_DAMAGE = Proxy(
    _("Schäden und Kosten"),
    _("Reparaturen und Reinigungen des Bauhofs mit Datum und Betrag."),
)
_SPEED = Proxy(
    _("Geschwindigkeit messen"),
    _("Seitenmessgerät je eine Woche vorher und nachher; Anteil der zu schnellen Fahrzeuge."),
)
_SCHOOL = Proxy(
    _("Schule fragen"),
    _("Dieselben Fragen an ganze Klassen, ohne Namen, zu Beginn und am Ende des Schuljahres."),
)

PROXIES: dict[str, tuple[Proxy, ...]] = {
    Topic.THEFT: (_USE, _WATCH, _ASK),
    Topic.VIOLENCE: (_ASK, _REQUESTS, _WATCH),
    Topic.DOMESTIC: (_REQUESTS, _KNOWLEDGE),
    Topic.DRUGS: (_WATCH, _REQUESTS, _ASK),
    Topic.DISORDER: (_DAMAGE, _WATCH, _REQUESTS),
    Topic.TRAFFIC: (_SPEED, _PASSERS, _ASK),
    Topic.YOUTH: (_SCHOOL, _USE, _REQUESTS),
    Topic.FRAUD: (_KNOWLEDGE, _REQUESTS),
    Topic.EXTREMISM: (_SCHOOL, _REQUESTS, _KNOWLEDGE),
    Topic.VICTIMS: (_REQUESTS, _KNOWLEDGE),
    Topic.ADVICE: (_REQUESTS, _KNOWLEDGE, _USE),
    Topic.SPACES: (_LIGHT, _PASSERS, _ASK),
    Topic.INTEGRATION: (_USE, _ASK, _SCHOOL),
}


def proxies_for(topic: str) -> tuple[Proxy, ...]:
    """Return what could be measured instead for a topic."""
    return PROXIES.get(topic, (_ASK, _WATCH, _REQUESTS))
