"""Own figures: the overview, the masks, their history, the templates."""

from vorort.records.views.mask import discard, enter
from vorort.records.views.overview import overview, template, version

__all__ = ["discard", "enter", "overview", "template", "version"]
