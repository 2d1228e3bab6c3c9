"""The index: documents behind doors, their words, and how much each word says about each.

Ordinary tables on both databases (ADR 15). A word belongs to a door: what stands behind a closed
one is not even counted.
"""

from django.db import models

from vorort.core.privacy import Declaration

RETENTION = "wie der Gegenstand selbst"


class SearchDoor(models.Model):
    """Who may find something: everybody, or those with a permission in one authority."""

    name = models.CharField("Zugang", max_length=60, unique=True)

    class Meta:
        verbose_name = "Zugang der Suche"
        verbose_name_plural = "Zugänge der Suche"

    class Privacy(Declaration):
        purpose = "Wer welche Einträge der Suche finden darf"
        retention = RETENTION

    def __str__(self) -> str:
        return self.name


class SearchDocument(models.Model):
    """A thing that can be found, by kind and public id; its title comes from ``core.links``."""

    door = models.ForeignKey(SearchDoor, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField("Art", max_length=60)
    public_id = models.CharField("Kennung", max_length=80)
    # Without a foreign key, as in the log: the index knows nothing of authorities.
    authority_id = models.BigIntegerField("Gebietskörperschaft", null=True, blank=True)
    title = models.CharField("Überschrift", max_length=300)
    text = models.TextField("Text")
    digest = models.CharField("Prüfsumme", max_length=64)
    # Decides among equals the same way on every database.
    tie = models.BigIntegerField("Losnummer")
    updated_at = models.DateTimeField("Stand")

    class Meta:
        verbose_name = "Eintrag der Suche"
        verbose_name_plural = "Einträge der Suche"
        constraints = [
            models.UniqueConstraint(name="search_document_once", fields=("kind", "public_id"))
        ]

    class Privacy(Declaration):
        purpose = "Wortlaut dessen, was gefunden werden kann, für die Fundstellen"
        retention = RETENTION

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class SearchWord(models.Model):
    """A term of the vocabulary behind one door, forwards and backwards."""

    door = models.ForeignKey(SearchDoor, on_delete=models.PROTECT, related_name="words")
    term = models.CharField("Wortstamm", max_length=60)
    # A range of beginnings finds endings: Fahrraddiebstahl by "diebstahl".
    backwards = models.CharField("Wortstamm rückwärts", max_length=60)

    class Meta:
        verbose_name = "Wort der Suche"
        verbose_name_plural = "Wörter der Suche"
        constraints = [models.UniqueConstraint(name="search_word_once", fields=("door", "term"))]
        indexes = [models.Index(fields=("door", "backwards"), name="search_word_backwards")]

    class Privacy(Declaration):
        purpose = "Wortschatz der Suche je Zugang"
        retention = "bis kein Eintrag das Wort mehr enthält, höchstens einen Tag länger"

    def __str__(self) -> str:
        return self.term


class SearchGram(models.Model):
    """Three letters of a word, to find it in spite of typing errors."""

    door = models.ForeignKey(SearchDoor, on_delete=models.PROTECT, related_name="+", db_index=False)
    word = models.ForeignKey(
        SearchWord, on_delete=models.CASCADE, related_name="grams", db_index=False
    )
    gram = models.CharField("Buchstabenfolge", max_length=3)

    class Meta:
        verbose_name = "Buchstabenfolge der Suche"
        verbose_name_plural = "Buchstabenfolgen der Suche"
        constraints = [models.UniqueConstraint(name="search_gram_once", fields=("word", "gram"))]
        indexes = [models.Index(fields=("door", "gram", "word"), name="search_gram_by_door")]

    class Privacy(Declaration):
        purpose = "Suche trotz Tippfehlern"
        retention = "wie das Wort"

    def __str__(self) -> str:
        return self.gram


class SearchPosting(models.Model):
    """How much a word says about a document, a whole number from 1 to 1,000."""

    word = models.ForeignKey(
        SearchWord, on_delete=models.CASCADE, related_name="postings", db_index=False
    )
    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="postings")
    impact = models.PositiveSmallIntegerField("Gewicht")

    class Meta:
        verbose_name = "Fundstelle der Suche"
        verbose_name_plural = "Fundstellen der Suche"
        indexes = [
            models.Index(fields=("word", "document", "impact"), name="search_posting_by_word")
        ]

    class Privacy(Declaration):
        purpose = "Welches Wort in welchem Eintrag steht"
        retention = RETENTION

    def __str__(self) -> str:
        return f"{self.word_id} {self.document_id}"


class SearchChange(models.Model):
    """Something has changed; its document is brought up to date within a minute."""

    kind = models.CharField("Art", max_length=60)
    public_id = models.CharField("Kennung", max_length=80)

    class Meta:
        verbose_name = "Änderung für die Suche"
        verbose_name_plural = "Änderungen für die Suche"

    class Privacy(Declaration):
        purpose = "Was in der Suche nachzuführen ist"
        retention = "bis es nachgeführt ist, in der Regel eine Minute"

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
