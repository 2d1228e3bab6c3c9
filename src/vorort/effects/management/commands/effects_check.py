"""``vorort effects check``: compute every kept result again and say which ones differ."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vorort.core.scopes import platform_scope
from vorort.effects.models import Evaluation
from vorort.effects.queries import is_reproduced
from vorort.effects.rules import ENGINE


class Command(BaseCommand):
    help = "Computes all evaluations of measures again from what was kept; changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        same = other = 0
        differ: list[str] = []
        with platform_scope(
            "all results of all towns are computed again; nothing is shown of them"
        ):
            for each in Evaluation.objects.order_by("id").iterator(chunk_size=100):
                if each.engine != ENGINE:
                    other += 1
                elif is_reproduced(each):
                    same += 1
                else:
                    differ.append(each.public_id)
        self.stdout.write(
            f"{same} Bewertungen nachgerechnet, alle Zahlen gleich."
            if not differ
            else f"{same} Bewertungen gleich, {len(differ)} verschieden."
        )
        if other:
            self.stdout.write(f"{other} stammen aus einer früheren Fassung der Rechnung.")
        if differ:
            raise CommandError("Verschieden: " + ", ".join(differ))
