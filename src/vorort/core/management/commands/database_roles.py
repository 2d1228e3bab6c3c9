from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from vorort.core.rowlevel import grant_statements, weaknesses


class Command(BaseCommand):
    help = "Gibt das SQL aus, mit dem die Anwendung ihre eigene Rolle auf PostgreSQL bekommt"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", nargs="?", default="vorort_app", help="Name der Rolle")
        parser.add_argument(
            "--check",
            action="store_true",
            help="prüft stattdessen, ob der Zeilenschutz für die jetzige Rolle greift",
        )

    def handle(self, *_args: Any, role: str, check: bool, **_options: Any) -> None:
        if not check:
            self.stdout.write("\n".join(f"{line};" for line in grant_statements(role)))
            return
        found = weaknesses()
        if found:
            raise SystemExit("\n".join(found))
        self.stdout.write("Der Zeilenschutz greift.")
