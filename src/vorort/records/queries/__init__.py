"""Reads of a town's own figures."""

from vorort.records.queries.indicators import find_indicator, get_indicator, list_indicators

__all__ = ["find_indicator", "get_indicator", "list_indicators"]
