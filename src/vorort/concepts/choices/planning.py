"""Steps 3 to 5: what shall be reached, by what, and how it is done."""

from django.utils.translation import gettext_lazy as _

from vorort.concepts.choices.vocabulary import Known, Question, Step

PLANNING: tuple[Question, ...] = (
    Question(
        "goals_project",
        Step.GOALS,
        _("Zwischenziele"),
        _("Was muss die Maßnahme selbst schaffen, damit das gelingt?"),
        _("Zwei bis vier Zwischenziele, die Sie zählen können."),
        _(
            "Bis Juni ist der Treff freitags bis 22 Uhr offen. Im Schnitt kommen zwölf Jugendliche. "
            "Die Beleuchtung an Bussteig 3 ist erneuert."
        ),
    ),
    Question(
        "goals_audience",
        Step.GOALS,
        _("Zielgruppen"),
        _("Wen wollen Sie erreichen, direkt und über andere?"),
        _("Je genauer, desto besser. Über andere heißt: Eltern, Lehrkräfte, Fahrpersonal."),
        _(
            "Direkt: etwa vierzig Jugendliche, die regelmäßig am Platz sind. Über andere: zehn "
            "Fahrerinnen und Fahrer, der Kiosk, die Eltern über die Oberschule."
        ),
        known=Known.AUDIENCES,
    ),
    Question(
        "goals_accept",
        Step.GOALS,
        _("Warum die Zielgruppe mitmacht"),
        _("Warum wird die Zielgruppe mitmachen?"),
        _("Haben Sie sie gefragt? Was haben die Menschen davon, und was hält sie ab?"),
        _(
            "Die Schulsozialarbeit hat dreißig Jugendliche gefragt: Sie wollen einen Ort im Trockenen "
            "mit Musik. Abschrecken würde eine Einlassliste."
        ),
    ),
    Question(
        "measures_what",
        Step.MEASURES,
        _("Was getan wird"),
        _("Was genau werden Sie tun?"),
        _("So, dass jemand, der neu dazukommt, morgen anfangen könnte."),
        _(
            "Der Treff im alten Fahrkartenraum öffnet freitags und sonnabends von 18 bis 22 Uhr. "
            "Zwei Betreuende sind da, alle zwei Stunden geht eine Runde über den Platz."
        ),
        known=Known.SUMMARY,
    ),
    Question(
        "measures_why",
        Step.MEASURES,
        _("Warum das hilft"),
        _("Warum führt das zum Ziel?"),
        _("Ein Satz mit „weil“: Welche Ursache aus Schritt 2 packen Sie damit an?"),
        _(
            "Weil es am Abend keinen anderen Ort gibt, stehen die Jugendlichen am Steig. Haben sie "
            "einen, und ist jemand da, werden Streit und Glasbruch seltener."
        ),
    ),
    Question(
        "measures_evidence",
        Step.MEASURES,
        _("Belege"),
        _("Welche Belege gibt es, dass so etwas wirkt?"),
        _("Studien, die Grüne Liste Prävention, andere Orte. „Wir wissen es nicht“ ist erlaubt."),
        _(
            "Für offene Treffs allein ist eine Wirkung nicht sicher belegt. Mit fester Betreuung und "
            "klaren Regeln berichten drei Orte von weniger Beschwerden."
        ),
        known=Known.EVIDENCE,
    ),
    Question(
        "measures_reach",
        Step.MEASURES,
        _("Wie die Zielgruppe erreicht wird"),
        _("Wie erreichen Sie die Zielgruppe, und woran sehen Sie das?"),
        _("Eine einfache Zahl genügt, etwa die Besuche je Abend."),
        _("Über die Schulsozialarbeit und die Gruppe selbst. Gezählt werden die Besuche je Abend."),
        known=Known.REACH,
    ),
    Question(
        "measures_needs",
        Step.MEASURES,
        _("Zeit, Menschen, Räume"),
        _("Was brauchen Sie an Zeit, Menschen und Räumen?"),
        _("Auch die Stunden, die nicht bezahlt werden."),
        _(
            "Zwei Honorarkräfte je acht Stunden in der Woche, den Fahrkartenraum mit Schlüssel, drei "
            "Stunden im Monat für die Absprache mit dem Ordnungsamt."
        ),
    ),
    Question(
        "measures_side",
        Step.MEASURES,
        _("Unerwünschte Folgen"),
        _("Welche unerwünschten Folgen sind denkbar, und was tun Sie dagegen?"),
        _("Verlagerung, Ausgrenzung, Überforderung. Wer nichts findet, hat nicht gesucht."),
        _(
            "Die Gruppe könnte zum Spielplatz ausweichen. Wir zählen deshalb dort mit. Jüngere könnten "
            "angezogen werden: Einlass erst ab 14."
        ),
    ),
    Question(
        "measures_instead",
        Step.MEASURES,
        _("Was noch erwogen wurde"),
        _("Was haben Sie noch erwogen?"),
        _("Und warum haben Sie sich anders entschieden?"),
        _("Videoüberwachung: teuer, rechtlich offen, und sie verschiebt das Problem nur."),
        required=False,
    ),
    Question(
        "concept_who",
        Step.CONCEPT,
        _("Wer was macht"),
        _("Wer macht was?"),
        _("Eine Stelle trägt die Verantwortung, die anderen sagen ihren Beitrag zu."),
        _(
            "Verantwortlich: Jugendamt. Der Verein stellt die Betreuung, das Ordnungsamt geht "
            "freitags mit, das Revier kommt einmal im Monat ins Gespräch."
        ),
        known=Known.PARTS,
    ),
    Question(
        "concept_money",
        Step.CONCEPT,
        _("Kosten"),
        _("Was kostet es, und woher kommt das Geld?"),
        _("Gibt es keine Kosten, schreiben Sie: „kostet nichts“."),
        _("9.400 € im Jahr: 6.200 € aus der Förderung, 3.200 € aus dem Haushalt des Jugendamts."),
        known=Known.BUDGET,
    ),
    Question(
        "concept_public",
        Step.CONCEPT,
        _("Öffentlichkeit"),
        _("Wie erfahren die Menschen davon?"),
        _("Die Zielgruppe zuerst, dann die Nachbarschaft, dann die Presse."),
        _(
            "Aushang am Kiosk, Gespräch in den achten und neunten Klassen, ein Brief an die Anlieger "
            "mit Telefonnummer, Amtsblatt zum Start."
        ),
    ),
    Question(
        "concept_changes",
        Step.CONCEPT,
        _("Umgang mit Abweichungen"),
        _("Wie merken Sie, dass etwas anders läuft als geplant?"),
        _("Wer achtet darauf, und wo wird es mit Grund festgehalten?"),
        _(
            "Die Betreuenden schreiben nach jedem Abend drei Zeilen. Alle sechs Wochen sieht sie das "
            "Jugendamt durch und trägt Abweichungen im Verlauf ein."
        ),
        for_all=False,
    ),
    Question(
        "concept_lasting",
        Step.CONCEPT,
        _("Was bleibt"),
        _("Was bleibt, wenn das Geld zu Ende ist?"),
        _("Was trägt sich selbst, wer übernimmt, was hört auf?"),
        _(
            "Der Raum bleibt. Der Verein sucht ab dem zweiten Jahr eine Patenschaft der Verkehrs"
            "betriebe. Ohne sie öffnet der Treff nur noch freitags."
        ),
        known=Known.AFTERWARDS,
    ),
    Question(
        "concept_partners",
        Step.CONCEPT,
        _("Noch zu gewinnen"),
        _("Wen müssen Sie noch gewinnen oder fragen?"),
        _("Datenschutz, Personalrat, Eigentümer, Nachbarn, Versicherung."),
        _("Die Verkehrsbetriebe wegen des Raums, die Unfallkasse wegen der Honorarkräfte."),
        required=False,
        for_all=False,
    ),
)
