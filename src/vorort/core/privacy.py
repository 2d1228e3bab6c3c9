"""What each model says about its fields: personal, sensitive or public; purpose; retention.

A model carries an inner class::

    class Privacy(Declaration):
        purpose = "Anmeldung und Zuordnung von Handlungen"
        retention = "bis zwei Jahre nach der letzten Anmeldung"
        personal = ("email", "name")

Fields named nowhere are public facts or keys. A house test asks every model for it.
"""

from typing import ClassVar


class Declaration:
    purpose: ClassVar[str] = ""
    retention: ClassVar[str] = ""
    personal: ClassVar[tuple[str, ...]] = ()
    sensitive: ClassVar[tuple[str, ...]] = ()
