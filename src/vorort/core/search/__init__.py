"""Search over public and staff content: German words, the same hits on both databases.

An app registers its kinds of thing in ``AppConfig.ready`` (``register(Source(…), resolver)``);
an audited change of such a thing brings its document up to date by itself (``changed``), and what
is withdrawn leaves at once (``forget``). ``find`` reads only behind the doors it is given, ``show``
asks ``core.links`` again for each hit. How it ranks: ADR 15.
"""

from vorort.core.search.find import (
    MOST_HITS,
    Found,
    Hit,
    find,
    kinds_behind,
    public_ids,
    show,
)
from vorort.core.search.index import catch_up, changed, close_doors, forget, rebuild, refresh
from vorort.core.search.sources import (
    PUBLIC,
    Document,
    Source,
    door_of,
    register,
)

__all__ = [
    "MOST_HITS",
    "PUBLIC",
    "Document",
    "Found",
    "Hit",
    "Source",
    "catch_up",
    "changed",
    "close_doors",
    "door_of",
    "find",
    "forget",
    "kinds_behind",
    "public_ids",
    "rebuild",
    "refresh",
    "register",
    "show",
]
