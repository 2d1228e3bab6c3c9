"""What organisations are and what they are there for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    ADMINISTRATION = "administration", _("Verwaltung")
    POLICE = "police", _("Polizei und Justiz")
    SCHOOL = "school", _("Schule und Kita")
    YOUTH = "youth", _("Kinder- und Jugendhilfe")
    COUNSELLING = "counselling", _("Beratung und Opferhilfe")
    HEALTH = "health", _("Gesundheit und Sucht")
    CLUB = "club", _("Verein und Ehrenamt")
    BUSINESS = "business", _("Gewerbe und Wohnungswirtschaft")
    CHURCH = "church", _("Kirche und Religionsgemeinschaft")
    OTHER = "other", _("Sonstige")


class Topic(models.TextChoices):
    """What people ask for; "Wer ist zuständig?" is ordered by it."""

    THEFT = "theft", _("Diebstahl und Einbruch")
    VIOLENCE = "violence", _("Gewalt")
    DOMESTIC = "domestic", _("Häusliche Gewalt")
    DRUGS = "drugs", _("Drogen und Alkohol")
    DISORDER = "disorder", _("Lärm, Müll, Vandalismus")
    TRAFFIC = "traffic", _("Verkehr")
    YOUTH = "youth", _("Kinder und Jugendliche")
    FRAUD = "fraud", _("Betrug und Internet")
    EXTREMISM = "extremism", _("Extremismus und Hass")
    VICTIMS = "victims", _("Hilfe für Betroffene")
    SPACES = "spaces", _("Plätze, Wege, Beleuchtung")
    INTEGRATION = "integration", _("Zusammenleben und Integration")


class TargetGroup(models.TextChoices):
    ALL = "all", _("alle")
    CHILDREN = "children", _("Kinder")
    YOUTH = "youth", _("Jugendliche")
    PARENTS = "parents", _("Eltern")
    SENIORS = "seniors", _("Ältere")
    WOMEN = "women", _("Frauen")
    MIGRANTS = "migrants", _("Zugewanderte")
    VICTIMS = "victims", _("Betroffene von Straftaten")
    PROFESSIONALS = "professionals", _("Fachkräfte")
