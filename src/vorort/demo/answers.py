"""What was answered to the questions of the assistant for the larger measures; all invented."""

_EVENING = {
    "problem_where": (
        "Freitags und sonnabends von 19 bis 23 Uhr, unter dem Vordach und an den Bussteigen. Im "
        "Winter kaum, am Markt gar nicht."
    ),
    "problem_since": (
        "Seit dem Umbau des Bahnhofs. Das Revier zählt im Sommer etwa elf Einsätze im Monat, im "
        "Winter sechs."
    ),
    "problem_affected": (
        "Unmittelbar Reisende am Abend und die Häuser an der Güterstraße. Mittelbar der Kiosk, der "
        "früher schließt."
    ),
    "problem_effects": "Wer kann, lässt sich abholen. Zwei Familien sind weggezogen.",
    "problem_before": (
        "Mehr Streifen brachten Ruhe, solange sie da waren. Ein Alkoholverbot wurde geprüft und "
        "verworfen."
    ),
    "problem_now": "Das Jugendhaus hat von Frühjahr an eine halbe Stelle mehr.",
    "causes_known": (
        "Überdachte Orte ohne Aufgabe und ohne Aufsicht werden Treffpunkte. Angebote am Abend helfen, "
        "wenn jemand da ist, den die Jugendlichen kennen."
    ),
    "causes_changeable": (
        "Öffnungszeiten und Aufsicht können wir ändern. Den Fahrplan und den Verkauf am Kiosk nicht."
    ),
    "goals_project": (
        "Der Treff ist an zwei Abenden in der Woche offen. Im Schnitt kommen zwölf Jugendliche. "
        "Jede Stunde geht jemand über den Platz."
    ),
    "goals_accept": (
        "Gefragt wurden 30 Jugendliche: Sie wollen einen trockenen Ort mit Musik und ohne "
        "Einlassliste."
    ),
    "measures_why": (
        "Weil es abends keinen anderen Ort gibt. Gibt es ihn, und ist jemand da, wird aus Warten "
        "seltener Streit."
    ),
    "measures_evidence": (
        "Für offene Treffs allein ist eine Wirkung nicht sicher belegt; mit fester Betreuung "
        "berichten Orte von weniger Beschwerden."
    ),
    "measures_needs": "Zwei Betreuende je acht Stunden in der Woche, ein Schlüssel, ein Telefon.",
    "measures_side": (
        "Die Gruppe könnte in die Altstadt ausweichen; wir sehen uns die Nachbarorte mit an. Einlass "
        "erst ab 14 Jahren."
    ),
    "measures_instead": "Eine Kamera: teuer, rechtlich nicht zu begründen, und sie spricht mit niemandem.",
    "concept_public": "Aushang am Bahnhof, Gespräch in den Schulen, ein Brief an die Anwohnenden.",
    "concept_changes": "Die Betreuenden schreiben nach jedem Abend drei Zeilen; im Quartal sehen wir sie durch.",
    "review_how": (
        "Einsätze wegen Ruhestörung je Monat, vier Jahre davor und ein Jahr danach, verglichen mit den "
        "Nachbargemeinden; dazu die Ortsteile ringsum."
    ),
    "review_who": "Die Koordination rechnet, der Präventionsrat liest mit.",
    "review_process": "Das Gespräch mit den Anwohnenden kam fünf Wochen später. Sonst wie geplant.",
    "review_side": "In den Ortsteilen ringsum wurde es nicht lauter. Zwei Anwohnende beklagen die Musik.",
    "end_open": "Mädchen erreichen wir kaum.",
    "end_next": "Weiter, wenn die Betreuung bezahlt ist; der Rat entscheidet im Frühjahr.",
    "end_transfer": "Mit 12.000 Euro im Jahr geht es, wenn es einen Raum gibt und jemanden, den man kennt.",
}
_RIVER = {
    "problem_where": "Von April bis September nachmittags, auf den drei Bänken hinter dem Bootshaus.",
    "problem_since": "Seit drei Jahren; das Revier wird im Sommer etwa zwölfmal im Monat gerufen.",
    "problem_affected": "Familien auf dem Weg zum Spielplatz und die Gruppen selbst.",
    "problem_before": "Ein Gespräch vor Ort, ohne Folgen. Die Bänke wurden einmal abgebaut und fehlten allen.",
    "problem_now": "Die Uferpromenade ist fertig saniert und wird trotzdem gemieden.",
    "causes_known": "Kontrollen wirken, solange sie dauern; oft wandern die Gruppen weiter.",
    "causes_changeable": "Aufsicht und Gestaltung ja. Sucht und Wohnungslosigkeit allein nicht.",
    "goals_project": "An drei Nachmittagen in der Woche geht jemand über die Promenade.",
    "goals_accept": "Die Gruppen wurden nicht gefragt. Das war ein Fehler.",
    "measures_why": "Weil niemand hinschaut, bleibt es laut. Wer angesprochen wird, ist leiser oder geht.",
    "measures_evidence": "Aus anderen Orten wissen wir wenig; Berichte über Erfolge nennen selten Zahlen.",
    "concept_lasting": "Wenig. Ohne Kontrollen ist es wie vorher.",
    "measures_needs": "Zwei Personen, je sechs Stunden in der Woche.",
    "measures_side": "Die Gruppen könnten an den Hang ausweichen. Dort zählen wir mit.",
    "concept_public": "Pressemitteilung, Aushang am Bootshaus.",
    "concept_changes": "Das Ordnungsamt schreibt auf, wo die Gruppen sind.",
    "review_how": "Einsätze je Monat an der Promenade und in den Ortsteilen ringsum.",
    "review_who": "Die Koordination.",
    "review_process": "Die Sozialarbeit fehlte das erste halbe Jahr.",
    "review_side": "Am Hang wurde es lauter, fast in gleichem Maß.",
    "end_open": "Wohin die Gruppen sollen.",
    "end_next": "Schluss damit; ein anderer Weg wird gesucht.",
    "end_transfer": "Nicht ohne Sozialarbeit und nicht ohne einen Ort, an den man verweisen kann.",
}
_BICYCLES = {
    "problem_where": "Am Bahnhof, tagsüber an Werktagen. Zu Hause wird kaum gestohlen.",
    "problem_since": "Seit 2024. In den Jahren davor waren es etwa zwanzig im Jahr.",
    "problem_affected": "Menschen, die zum Zug fahren, und der Betrieb, der auf sie wartet.",
    "problem_before": "Zehn Bügel kamen dazu und waren nach einer Woche voll.",
    "problem_now": "Der Bahnhofsvorplatz wird ohnehin umgebaut.",
    "causes_known": "Bewachte Plätze senken Diebstahl dort, wo sie genutzt werden.",
    "causes_changeable": "Plätze und Aufsicht ja; wie gut ein Schloss ist, entscheidet jeder selbst.",
    "goals_project": "60 Plätze sind in Betrieb, 50 davon am Stichtag belegt.",
    "goals_accept": "Von 80 Befragten würden 66 den Platz nutzen, wenn er nichts kostet.",
    "measures_why": "Weil Räder jetzt den ganzen Tag unbeobachtet stehen. Steht jemand dabei, lohnt es nicht.",
    "review_how": "Gemeldete Diebstähle in der Bahnhofsvorstadt je Monat, vorher und nachher.",
}
ANSWERS = {"evening": _EVENING, "river": _RIVER, "bicycles": _BICYCLES}
