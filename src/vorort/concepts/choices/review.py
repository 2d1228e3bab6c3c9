"""Steps 6 and 7: what has become of it, and what others can learn."""

from django.utils.translation import gettext_lazy as _

from vorort.concepts.choices.vocabulary import Known, Question, Step

REVIEW: tuple[Question, ...] = (
    Question(
        "review_how",
        Step.REVIEW,
        _("Wie geprüft wird"),
        _("Wie wollen Sie prüfen, ob es geholfen hat?"),
        _("Am besten vor dem Beginn beantworten: Was wird vorher, was nachher gezählt?"),
        _(
            "Meldungen an das Ordnungsamt je Monat, ein Jahr davor und ein Jahr danach, verglichen "
            "mit dem Marktplatz. Dazu fünf Fragen an Fahrgäste, zweimal."
        ),
        known=Known.OUTCOME_PLAN,
    ),
    Question(
        "review_who",
        Step.REVIEW,
        _("Wer prüft"),
        _("Wer prüft?"),
        _("Sich selbst zu prüfen ist in Ordnung. Sagen Sie es dazu."),
        _("Die Koordination zählt, die Hochschule Weidetal sieht die Auswertung einmal durch."),
    ),
    Question(
        "review_process",
        Step.REVIEW,
        _("Verlauf"),
        _("Ist alles so gelaufen wie geplant?"),
        _("Was war anders, und warum? Abweichungen sind normal."),
        _(
            "Der Start kam sechs Wochen später, weil der Brandschutz fehlte. Im August blieb der Treff "
            "geschlossen. Sonst wie geplant."
        ),
    ),
    Question(
        "review_reach",
        Step.REVIEW,
        _("Erreichte"),
        _("Haben Sie die Zielgruppe erreicht?"),
        _("Zahl und Eindruck. Wen haben Sie nicht erreicht?"),
        _("Im Schnitt 14 Jugendliche am Abend, geplant waren 12. Mädchen kamen selten."),
        known=Known.COUNTS,
    ),
    Question(
        "review_effect",
        Step.REVIEW,
        _("Was sich verändert hat"),
        _("Was hat sich verändert, und was spricht dafür, dass es an der Maßnahme liegt?"),
        _("„Das lässt sich nicht sagen“ ist eine gute Antwort, wenn sie stimmt."),
        _(
            "Die Meldungen gingen von 41 auf 29 zurück, am Marktplatz aber auch. Ob es am Treff liegt, "
            "lässt sich mit diesen Zahlen nicht sagen."
        ),
        known=Known.RESULTS,
    ),
    Question(
        "review_side",
        Step.REVIEW,
        _("Unerwartetes"),
        _("Ist auch etwas eingetreten, das niemand wollte?"),
        _("Oder etwas Gutes, mit dem niemand gerechnet hat."),
        _("Am Spielplatz gab es nicht mehr Meldungen. Zwei Anlieger beklagten die Musik."),
    ),
    Question(
        "end_lessons",
        Step.CONCLUSIONS,
        _("Was wir gelernt haben"),
        _("Was haben Sie gelernt?"),
        _("Drei Sätze, die Sie gern vorher gewusst hätten."),
        _(
            "Ohne feste Gesichter kommt niemand. Der Brandschutz gehört an den Anfang. Die Nachbarn "
            "wollen vorher angerufen werden, nicht hinterher."
        ),
        in_short=True,
        known=Known.LESSONS,
    ),
    Question(
        "end_open",
        Step.CONCLUSIONS,
        _("Was offen bleibt"),
        _("Was bleibt offen?"),
        _("Was ist nicht gelungen, was müsste jemand noch klären?"),
        _("Mädchen erreichen wir mit diesem Angebot kaum. Dafür braucht es etwas anderes."),
    ),
    Question(
        "end_next",
        Step.CONCLUSIONS,
        _("Wie es weitergeht"),
        _("Geht es weiter, anders weiter, oder ist Schluss?"),
        _("Und wer entscheidet das bis wann?"),
        _("Weiter, aber freitags länger und dienstags gar nicht. Der Rat entscheidet im März."),
    ),
    Question(
        "end_transfer",
        Step.CONCLUSIONS,
        _("Für andere Orte"),
        _("Was sollte ein anderer Ort wissen, der das nachmachen will?"),
        _("Was war nur bei uns so, und was gilt überall?"),
        _(
            "Es geht mit 9.000 Euro im Jahr, wenn es einen Raum gibt. Ohne jemanden, den die "
            "Jugendlichen schon kennen, würden wir es lassen."
        ),
    ),
    Question(
        "end_report",
        Step.CONCLUSIONS,
        _("Wem berichtet wird"),
        _("Wem berichten Sie das Ergebnis?"),
        _("Rat, Partner, Zielgruppe, Öffentlichkeit. Auch ein enttäuschendes Ergebnis hilft."),
        _("Präventionsrat im Februar, Jugendliche und Anlieger bei einem Abend im Treff."),
        required=False,
        for_all=False,
    ),
)
