"""Presets by legal basis, what the law lays down, versions and their difference in words."""

import datetime as dt

import pytest
from django.conf import settings

from tests.councils.conftest import AT, DAY
from vorort.core.scopes import authority_scope
from vorort.councils import actions, queries
from vorort.councils.choices import LegalBasis, MinutesApproval, Publicity, QuorumKind
from vorort.councils.models import BodyRules
from vorort.councils.rules import BY_LAW, PRESETS, broken_bounds, differences, preset, sentences

LAW = settings.DATA_DIR / "recht_sachsen" / "gemeindeordnung_g.md"


def make(people, **given):
    values = {"kind": "council", "name": "Ausschuss", "legal_basis": "advisory_committee"}
    return actions.create_body(
        authority=people.town, by=people.coordinator, at=AT, **{**values, **given}
    )


@pytest.mark.parametrize("basis", LegalBasis)
def test_every_preset_fits_its_law_and_reads_as_sentences(basis):
    values = preset(basis)
    assert broken_bounds(values) == {}
    words = [one.text for one in sentences(BodyRules(valid_from=DAY, **values))]
    assert len(words) >= 12
    assert all(
        word.endswith((".", "SächsGemO)", "meisters", "Vereinbarung", "Hauptsatzung"))
        for word in words
    )
    assert set(PRESETS) == set(LegalBasis)


def test_a_committee_under_43_follows_the_municipal_code():
    rules = BodyRules(valid_from=DAY, **preset(LegalBasis.ADVISORY_COMMITTEE))
    assert rules.publicity == Publicity.NON_PUBLIC
    assert rules.quorum_kind == QuorumKind.HALF
    assert (rules.paper_required, rules.hand_out_minutes) == (True, False)
    assert rules.minutes_approval == MinutesApproval.SIGNATURES
    assert rules.circular_rule == "no_objection"
    said = {one.topic: one for one in sentences(rules)}
    assert said["Öffentlichkeit"].section == "§ 43 Abs. 2 SächsGemO"
    assert "Schriftführung unterschreiben" in said["Genehmigung"].text


@pytest.mark.skipif(not LAW.exists(), reason="the text of the law is not on this machine")
@pytest.mark.parametrize(
    "words",
    [
        "Die Sitzungen der beratenden Ausschüsse sind nichtöffentlich.",
        "wenn mindestens die Hälfte aller Mitglieder anwesend und stimmberechtigt ist",
        "die elektronische Form ist ausgeschlossen",
        "zwei Gemeinderäten, die an der Sitzung teilgenommen haben, und dem Schriftführer",
        "wenn kein Mitglied widerspricht",
        "Bei Stimmengleichheit ist der Antrag abgelehnt.",
        "Mehrfertigungen von Niederschriften über nichtöffentliche Sitzungen dürfen nicht",
        "Sie ist innerhalb eines Monats",
    ],
)
def test_the_law_says_what_the_preset_rests_on(words):
    assert words in LAW.read_text().replace("\xa0", " ")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("publicity", "public"),
        ("quorum_kind", "more_than_half"),
        ("paper_required", False),
        ("hand_out_minutes", True),
        ("circular_rule", "majority"),
        ("minutes_due_days", 60),
        ("chair_mode", "co_chairs"),
        ("tie_rule", "chair"),
    ],
)
def test_the_law_has_the_last_word(people, field, value):
    with authority_scope(people.town):
        body = make(people)
        with pytest.raises(actions.AgainstTheLaw) as refused:
            actions.set_rules(
                body=body, valid_from=dt.date(2027, 1, 1), by=people.coordinator, at=AT,
                **{field: value},
            )  # fmt: skip
        assert refused.value.field == field
        assert BY_LAW[LegalBasis.ADVISORY_COMMITTEE][field].section in refused.value.message
        assert body.rules.count() == 1


def test_another_basis_frees_the_settings(people):
    with authority_scope(people.town):
        body = make(people)
        changed = actions.set_rules(
            body=body, valid_from=dt.date(2027, 1, 1), by=people.coordinator, at=AT,
            legal_basis="agreement", publicity="public", paper_required=False,
        )  # fmt: skip
        assert changed.publicity == "public"
        # What is not given stays as it was.
        assert changed.minutes_approval == MinutesApproval.SIGNATURES


def test_rules_hold_from_their_day_on(people, body):
    with authority_scope(people.town):
        old = queries.rules_on(body, on=DAY)
        new = actions.set_rules(
            body=body, valid_from=dt.date(2027, 1, 1), by=people.coordinator, at=AT, notice_days=7
        )
        assert queries.rules_on(body, on=dt.date(2026, 12, 31)) == old
        assert queries.rules_on(body, on=dt.date(2027, 1, 1)) == new
        # Before the first version those of the first.
        assert queries.rules_on(body, on=dt.date(2000, 1, 1)) == old
        (change,) = differences(old, new)
        assert (change.topic, "14 Tage" in change.before, "7 Tage" in change.after) == (
            "Ladung", True, True,
        )  # fmt: skip


def test_rules_change_forwards_only(people, body):
    with authority_scope(people.town):
        given = {"body": body, "by": people.coordinator, "at": AT, "notice_days": 3}
        for day in (dt.date(2019, 1, 1), body.rules.get().valid_from):
            with pytest.raises(actions.WrongDate):
                actions.set_rules(valid_from=day, **given)
        actions.set_rules(valid_from=dt.date(2027, 1, 1), **given)
        # What does not hold yet can be corrected.
        actions.set_rules(valid_from=dt.date(2027, 1, 1), **{**given, "notice_days": 5})
        assert body.rules.count() == 2
        with pytest.raises(actions.WrongDate):
            actions.set_rules(valid_from=dt.date(2026, 12, 1), **given)


def test_a_fixed_quorum_needs_its_number(people, body):
    with authority_scope(people.town):
        given = {"body": body, "by": people.coordinator, "at": AT}
        with pytest.raises(actions.FixedNumberMissing):
            actions.set_rules(valid_from=DAY, quorum_kind="fixed", **given)
        fixed = actions.set_rules(valid_from=DAY, quorum_kind="fixed", quorum_number=5, **given)
        assert "5 stimmberechtigte" in " ".join(one.text for one in sentences(fixed))
        free = actions.set_rules(valid_from=dt.date(2027, 1, 1), quorum_kind="none", **given)
        assert free.quorum_number is None


def test_two_who_change_the_rules_at_once(people, body):
    with authority_scope(people.town):
        seen = body.rules.get().updated_at
        given = {"body": body, "by": people.coordinator, "at": AT, "seen": seen}
        actions.set_rules(valid_from=DAY, notice_days=10, **given)
        with pytest.raises(actions.BodyChangedMeanwhile):
            actions.set_rules(valid_from=dt.date(2027, 1, 1), notice_days=20, **given)
        assert queries.rules_on(body, on=dt.date(2027, 1, 1)).notice_days == 10


def test_an_unknown_setting_is_a_mistake_of_the_code(people, body):
    with authority_scope(people.town), pytest.raises(TypeError):
        actions.set_rules(body=body, valid_from=DAY, by=people.coordinator, at=AT, colour="blau")
