"""What somebody owes: each app tells it by ``queries.list_duties(actor)``, the desk shows it."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Duty:
    """One thing a person has to do.

    Attributes
    ----------
    town_key, town : str
        The two letters and the name of the town it is for.
    title : str
        Verb and object, the words of the link: "Lagebild 2025 freigeben".
    url : str
        Where it is done.
    reason : str
        Why it waits for this person, one short sentence.
    due_on : date, optional
        The day it is due; None where nobody has set one.
    kind : str
        ``app.what``, such as ``situation.approve``; for counting and tests.
    """

    town_key: str
    town: str
    title: str
    url: str
    reason: str = ""
    due_on: dt.date | None = None
    kind: str = ""
