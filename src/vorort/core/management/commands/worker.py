"""``vorort worker``: does the work in the background until it is told to stop."""

import datetime as dt
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from vorort.core.jobs.queue import has_own_database
from vorort.core.jobs.worker import WorkerOptions, work


class Command(BaseCommand):
    help = "Erledigt Aufträge im Hintergrund. Strg+C oder SIGTERM beendet ordentlich."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="bis nichts mehr ansteht")
        parser.add_argument(
            "--no-periodic", action="store_true", help="keine wiederkehrenden Aufträge anlegen"
        )
        parser.add_argument(
            "--lease",
            type=float,
            default=60.0,
            help="Sekunden, nach denen ein Arbeiter als tot gilt",
        )
        parser.add_argument(
            "--poll", type=float, default=1.0, help="Sekunden zwischen zwei Blicken"
        )
        parser.add_argument("--backoff", type=float, default=10.0, help="erste Pause in Sekunden")

    def handle(self, *_args: Any, **options: Any) -> None:
        chosen = WorkerOptions(
            once=options["once"],
            periodic=not options["no_periodic"],
            lease=dt.timedelta(seconds=options["lease"]),
            backoff=dt.timedelta(seconds=options["backoff"]),
            poll_seconds=options["poll"],
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: chosen.stopping.set())
        self.stdout.write(f"Arbeiter {chosen.name} ist bereit.")
        self.stdout.flush()
        if has_own_database():
            worked = work(chosen)
        else:
            from vorort.core.jobs import postgres  # noqa: PLC0415 - only on PostgreSQL sites

            worked = postgres.work(chosen)
        self.stdout.write(f"Arbeiter {chosen.name} ist beendet, {worked} Aufträge erledigt.")
