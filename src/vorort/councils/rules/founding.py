"""What each of the five founding steps is about, in plain words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vorort.councils.choices import FoundingStepKind

Words = Promise | str


@dataclass(frozen=True)
class StepHelp:
    """Why a step is there, what to do, what shows that it is done."""

    why: Words
    what: tuple[Words, ...]
    result: Words


HELP: dict[FoundingStepKind, StepHelp] = {
    FoundingStepKind.AWARENESS: StepHelp(
        _("Ein Präventionsrat braucht einen Anlass, den viele teilen. Sonst kommt niemand wieder."),
        (
            _("Sammeln Sie, was Verwaltung, Polizei, Schulen und Vereine beschäftigt."),
            _("Sehen Sie in das Lagebild: Was ist gemessen, was ist Gefühl?"),
            _(
                "Gewinnen Sie die Bürgermeisterin oder den Bürgermeister: Führung trägt das Gremium."
            ),
        ),
        _("Ein bis zwei Seiten: Warum wir anfangen."),
    ),
    FoundingStepKind.NEEDS: StepHelp(
        _("Bevor ein Gremium entsteht, wird klar, was schon da ist. Bündeln geht vor Verdoppeln."),
        (
            _("Klären Sie, wer zuständig ist: Bürgermeisteramt, Ordnungsamt oder Koordination."),
            _("Fragen Sie den Landespräventionsrat nach Beratung, Fortbildung, Coaching und Geld."),
            _("Entwerfen Sie Aufbau und Geschäftsordnung. Die Regeln hier sind ein Anfang."),
        ),
        _("Entwurf der Geschäftsordnung."),
    ),
    FoundingStepKind.ACTORS: StepHelp(
        _("Am Tisch sitzen die, die entscheiden dürfen und etwas beitragen können."),
        (
            _("Nehmen Sie die Polizei als Mitglied auf."),
            _("Achten Sie auf die Mischung: nicht nur Ämter, auch Schulen, Vereine, Gewerbe."),
            _("Bitten Sie jede Stelle, ein Mitglied und eine Stellvertretung zu benennen."),
        ),
        _("Liste der Mitglieder mit Funktion und Adresse."),
    ),
    FoundingStepKind.STRUCTURE: StepHelp(
        _("Ein kleiner Kern, der arbeitet, und Gruppen, die nur so lange bestehen wie nötig."),
        (
            _("Legen Sie Vorsitz, Geschäftsstelle und Rhythmus fest."),
            _("Entscheiden Sie, welche Arbeitsgruppen es gibt, und legen Sie sie darunter an."),
            _("Lassen Sie den Rat beschließen, wenn die Grundlage das verlangt."),
        ),
        _("Beschluss oder Vereinbarung, die das Gremium trägt."),
    ),
    FoundingStepKind.CONSTITUTION: StepHelp(
        _("Mit der konstituierenden Sitzung beginnt das Gremium zu arbeiten."),
        (
            _("Laden Sie alle Mitglieder ein und geben Sie die Geschäftsordnung mit."),
            _("Wählen oder bestätigen Sie den Vorsitz, beschließen Sie die Geschäftsordnung."),
            _("Vereinbaren Sie gleich den nächsten Termin und sagen Sie es der Presse."),
        ),
        _("Niederschrift der ersten Sitzung. Das Gremium ist dann aktiv."),
    ),
}
