"""Steps 1 and 2: what the problem is and where it comes from."""

from django.utils.translation import gettext_lazy as _

from vorort.concepts.choices.vocabulary import Known, Question, Step

ANALYSIS: tuple[Question, ...] = (
    Question(
        "problem_what",
        Step.PROBLEM,
        _("Das Problem"),
        _("Was ist das Problem?"),
        _("Schreiben Sie, was geschieht. „Es fehlt ein Jugendtreff“ wäre schon eine Lösung."),
        _(
            "Am Busbahnhof stehen abends bis zu zwanzig Jugendliche. Es wird gepöbelt, Glas geht "
            "zu Bruch, und Fahrgäste warten lieber auf der anderen Straßenseite."
        ),
        in_short=True,
        known=Known.FINDING,
    ),
    Question(
        "problem_where",
        Step.PROBLEM,
        _("Ort und Zeit"),
        _("Wo und wann tritt es auf?"),
        _("Orte, Wochentage, Uhrzeiten, Jahreszeit. Auch: wo es nicht auftritt."),
        _(
            "Freitags und sonnabends zwischen 19 und 23 Uhr, an Bussteig 3 und auf der Treppe zum "
            "Markt. Von November bis Februar kaum. Am Bahnhof Ost nicht."
        ),
    ),
    Question(
        "problem_since",
        Step.PROBLEM,
        _("Entwicklung"),
        _("Seit wann, wie oft, und wie hat es sich verändert?"),
        _("Nennen Sie eine Zahl mit Quelle, wenn es eine gibt. Sonst: Wer hat es beobachtet?"),
        _(
            "Seit Frühjahr 2024. Das Ordnungsamt zählte 2025 einundvierzig Meldungen, im Jahr davor "
            "siebenundzwanzig. Der Fahrdienst beobachtet es etwa jeden zweiten Abend."
        ),
    ),
    Question(
        "problem_affected",
        Step.PROBLEM,
        _("Betroffene"),
        _("Wer ist betroffen, und wer leidet mittelbar darunter?"),
        _("Gruppen, keine einzelnen Menschen. Denken Sie auch an die, die wegbleiben."),
        _(
            "Unmittelbar: Fahrgäste am Abend, vor allem Ältere und Schichtarbeitende. Mittelbar: die "
            "beiden Läden am Platz, die früher schließen, und der Busbetrieb."
        ),
    ),
    Question(
        "problem_from",
        Step.PROBLEM,
        _("Ausgangspunkt"),
        _("Von wem oder wovon geht es aus?"),
        _("Beschreiben Sie Gruppen und Umstände, nie einzelne Personen."),
        _(
            "Eine wechselnde Gruppe von 14 bis 19 Jahren, die meisten aus der Weststadt. Es beginnt "
            "meist, wenn Alkohol dabei ist."
        ),
        required=False,
        for_all=False,
    ),
    Question(
        "problem_effects",
        Step.PROBLEM,
        _("Folgen"),
        _("Welche Folgen hat es?"),
        _("Schaden, Kosten, Angst, Verhalten, das sich geändert hat."),
        _(
            "Die Reinigung kostet im Monat 600 Euro mehr. In der Befragung gaben vier von zehn an, "
            "den Platz abends zu meiden."
        ),
        required=False,
    ),
    Question(
        "problem_before",
        Step.PROBLEM,
        _("Bisherige Versuche"),
        _("Was wurde schon versucht, und was ist daraus geworden?"),
        _("Auch von anderen. Was nichts gebracht hat, ist genauso wichtig."),
        _(
            "2024 gab es mehr Streifen: An diesen Abenden war Ruhe, danach nicht mehr. Das "
            "Alkoholverbot wurde geprüft und nicht erlassen."
        ),
    ),
    Question(
        "problem_now",
        Step.PROBLEM,
        _("Warum jetzt"),
        _("Warum handeln Sie gerade jetzt?"),
        _("Was passiert, wenn Sie ein Jahr warten?"),
        _(
            "Der Platz wird ohnehin umgebaut. Wer jetzt mitredet, spart einen zweiten Umbau, und die "
            "Schulsozialarbeit hat bis 2027 eine Stelle mehr."
        ),
    ),
    Question(
        "causes_local",
        Step.CAUSES,
        _("Ursachen vor Ort"),
        _("Was sind die Ursachen hier am Ort?"),
        _("Fragen Sie mehrmals „Warum?“. Schreiben Sie Vermutungen als Vermutungen."),
        _(
            "Nach 18 Uhr hat kein anderer Treffpunkt offen. Der Steig ist überdacht, warm und ohne "
            "Aufsicht. Vermutlich zieht auch der Spätverkauf an."
        ),
        known=Known.HYPOTHESES,
    ),
    Question(
        "causes_known",
        Step.CAUSES,
        _("Stand des Wissens"),
        _("Was ist über solche Probleme allgemein bekannt?"),
        _("Forschung, Erfahrungen anderer Orte, Auskunft der Polizei. Nennen Sie die Quelle."),
        _(
            "Plätze ohne Aufgabe und ohne Blickkontakt werden öfter Treffpunkte mit Streit. Die "
            "Nachbarstadt hat mit Sitzplätzen in Sichtweite des Kiosks gute Erfahrungen."
        ),
    ),
    Question(
        "causes_factors",
        Step.CAUSES,
        _("Risiko und Schutz"),
        _("Was erhöht das Risiko, und was schützt?"),
        _("Beides zählt: Schutz zu stärken ist oft leichter, als Risiken zu beseitigen."),
        _(
            "Risiko: niemand schaut hin, Alkohol ist leicht zu haben. Schutz: Die Jugendfeuerwehr ist "
            "beliebt, der Kioskbetreiber kennt die meisten."
        ),
        known=Known.FACTORS,
    ),
    Question(
        "causes_changeable",
        Step.CAUSES,
        _("Was sich ändern lässt"),
        _("Welche Ursachen können Sie hier ändern?"),
        _("Worauf Stadt und Partner keinen Einfluss haben, gehört ehrlich dazu."),
        _(
            "Ändern können wir Öffnungszeiten, Licht und Aufsicht am Platz. Nicht ändern können wir "
            "die Fahrpläne und den Verkauf von Alkohol."
        ),
    ),
    Question(
        "causes_other",
        Step.CAUSES,
        _("Andere Erklärungen"),
        _("Was könnte auch eine andere Erklärung sein?"),
        _("Was spricht gegen Ihre Vermutung, und wie haben Sie das geprüft?"),
        _(
            "Es wird mehr gemeldet, seit es die Melde-App gibt. Die Zählung des Fahrdienstes steigt "
            "aber auch, und die hat nichts mit der App zu tun."
        ),
        required=False,
        for_all=False,
    ),
)
