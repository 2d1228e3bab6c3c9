from typing import Any

from django.core.management.base import BaseCommand

from vorort.api.actions import rebuild
from vorort.core.clock import now


class Command(BaseCommand):
    help = "Baut die Objekte der OParl-Schnittstelle aus den Veröffentlichungen neu auf"

    def handle(self, *_args: Any, **options: Any) -> None:
        number = rebuild(at=now())
        if options["verbosity"]:
            self.stdout.write(f"OParl: {number} Gremien, Sitzungen und Vorlagen durchgesehen.")
