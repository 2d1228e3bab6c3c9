from typing import Any

from django.core.management.base import BaseCommand

from vorort.demo.build import build_demo, demo_stands


class Command(BaseCommand):
    help = "Baut die Vorführung auf, wenn sie noch nicht da ist"

    def handle(self, *_args: Any, **_options: Any) -> None:
        if demo_stands():
            return
        build_demo(self.stdout.write)
        self.stdout.write("Die Vorführung steht.")
