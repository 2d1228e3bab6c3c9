from typing import Any

from django.core.management.base import BaseCommand

from vorort.core.search import rebuild


class Command(BaseCommand):
    help = "Sieht alles durch, was die Suche findet, und bringt ihr Verzeichnis auf den Stand"

    def handle(self, *_args: Any, **options: Any) -> None:
        number = rebuild()
        if options["verbosity"]:
            self.stdout.write(f"Suche: {number} Einträge durchgesehen.")
