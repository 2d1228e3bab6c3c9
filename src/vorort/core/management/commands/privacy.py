from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from vorort.core.privacy import Declaration

INTRODUCTION = """# Privacy: what is kept, why and how long

Made from what each model declares (`vorort privacy > docs/privacy.md`); a house test keeps it
true. It is the basis of the record of processing activities (Verzeichnis von
Verarbeitungstätigkeiten) that each authority keeps.

- Figures are counts; no person who was suspected, harmed or met stands in the platform.
- Public pages set no cookie and keep no log of who reads them.
- Work pages set one session cookie after signing in; it ends after ten hours.
- Nothing enters `publications` before the disclosure gate.
- Audit events keep who did what for ten years; personal values in them are masked.

| Table | Purpose | Personal | Sensitive | Kept |
|---|---|---|---|---|
"""


class Command(BaseCommand):
    help = "Schreibt das Verzeichnis der Verarbeitungen aus den Angaben der Modelle"

    def handle(self, *_args: Any, **_options: Any) -> None:
        rows = []
        for model in apps.get_models():
            declared = getattr(model, "Privacy", None)
            if not (isinstance(declared, type) and issubclass(declared, Declaration)):
                continue
            rows.append(
                f"| `{model._meta.label}` ({model._meta.verbose_name}) | {declared.purpose} "  # noqa: SLF001
                f"| {', '.join(declared.personal) or '–'} "
                f"| {', '.join(declared.sensitive) or '–'} | {declared.retention} |"
            )
        self.stdout.write(INTRODUCTION + "\n".join(sorted(rows)))
