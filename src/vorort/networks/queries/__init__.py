"""Reads of the network: suggestions, models of other towns, who works with whom."""

from vorort.networks.queries.network import Edge, Network, Node, PartnerRow, describe, network
from vorort.networks.queries.panels import load_origin
from vorort.networks.queries.picture import Picture, draw
from vorort.networks.queries.published import (
    PublicLine,
    count_takers,
    day_of,
    find_live,
    get_live_publication,
    get_public_measure,
    list_public_measures,
    population_of,
)
from vorort.networks.queries.suggestions import (
    Answered,
    Suggestion,
    Suggestions,
    get_answer,
    get_suggestions,
    list_open_needs,
    profile_of_need,
    suggest,
    wanted_words,
)

__all__ = [
    "Answered",
    "Edge",
    "Network",
    "Node",
    "PartnerRow",
    "Picture",
    "PublicLine",
    "Suggestion",
    "Suggestions",
    "count_takers",
    "day_of",
    "describe",
    "draw",
    "find_live",
    "get_answer",
    "get_live_publication",
    "get_public_measure",
    "get_suggestions",
    "list_open_needs",
    "list_public_measures",
    "load_origin",
    "network",
    "population_of",
    "profile_of_need",
    "suggest",
    "wanted_words",
]
