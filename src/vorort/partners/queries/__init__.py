"""Reads of organisations, the people there and what they offer."""

from vorort.partners.queries.offers import (
    OfferFilter,
    OfferLine,
    get_listed_offer,
    get_offer,
    list_duties,
    list_offers,
    listed_offers,
    offer_lines,
)
from vorort.partners.queries.organisations import (
    TopicLine,
    get_organisation,
    group_labels,
    has_organisations,
    known_names,
    labels,
    list_by_topic,
    list_organisations,
    topic_labels,
)

__all__ = [
    "OfferFilter",
    "OfferLine",
    "TopicLine",
    "get_listed_offer",
    "get_offer",
    "get_organisation",
    "group_labels",
    "has_organisations",
    "known_names",
    "labels",
    "list_by_topic",
    "list_duties",
    "list_offers",
    "list_organisations",
    "listed_offers",
    "offer_lines",
    "topic_labels",
]
