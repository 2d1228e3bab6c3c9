"""What people enter about a step of a founding."""

from typing import Any

from django.utils.translation import gettext_lazy

from vorort.accounts.models import Person
from vorort.authorities.queries import list_members
from vorort.councils.forms import RowForm
from vorort.foundings.models import FoundingStep


class StepForm(RowForm):
    """Who does a founding step, until when, and what came of it."""

    model = FoundingStep
    names = ("owner", "owner_text", "due_on", "note")
    labels = {"owner_text": gettext_lazy("oder eine Stelle")}
    help_texts = {
        "owner_text": gettext_lazy("Zum Beispiel: Ordnungsamt mit dem Revier."),
        "note": gettext_lazy("Nur für die Mitglieder sichtbar."),
    }

    def __init__(self, *args: Any, actor: Person, row: FoundingStep, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        town = list_members(actor, row.authority).values("person_id")
        self.choose("owner", Person.objects.filter(pk__in=town))
