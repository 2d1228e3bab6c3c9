"""What tables declare, and what follows: whose rows, which town, what must be said."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from tests.factories.accounts import make_person
from tests.people import People

from vorort.core.privacy import Manner, Retention, catalogue
from vorort.core.privacy.foreign import FOREIGN, WITHOUT_PEOPLE
from vorort.core.privacy.people import Subject
from vorort.rights.exports.cells import Masker


def entry(label: str) -> catalogue.Entry:
    return catalogue.get_entry(label)


@pytest.mark.parametrize(
    ("label", "path"),
    [
        ("authorities.Authority", "pk"),
        ("authorities.Membership", "authority"),
        ("deliveries.Delivery", "for_authority"),
        ("evidence.OffenceCount", "delivery__for_authority"),
        ("publications.Representation", "publication__authority"),
        ("situation.Remark", "authority"),
        ("audit.Event", "authority_id"),
        ("evidence.OffenceKey", ""),
        ("accounts.Person", ""),
        ("rights.Removal", ""),
    ],
)
def test_the_way_to_the_town_is_found(label: str, path: str) -> None:
    assert catalogue.town_path(entry(label)) == path


def test_people_are_found_by_key_address_and_name() -> None:
    assert catalogue.person_paths(entry("accounts.Person")) == ("pk",)
    assert catalogue.person_paths(entry("audit.Event")) == ("actor_id",)
    assert "handed_in_by" in catalogue.person_paths(entry("deliveries.Delivery"))
    assert catalogue.email_fields(entry("rights.SubjectRequest")) == ("email",)
    assert "text" in catalogue.text_fields(entry("situation.Remark"))


def test_every_table_of_a_library_is_declared_or_known_to_hold_nobody() -> None:
    unknown = [
        model._meta.label
        for model in apps.get_models()
        if not model.__module__.startswith("vorort.")
        and model._meta.label not in FOREIGN
        and model._meta.label not in WITHOUT_PEOPLE
    ]
    assert unknown == [], "say in core/privacy/foreign.py what it keeps about people"


def test_tables_with_people_say_everything_the_law_asks_for() -> None:
    """Purpose, basis, retention as data, whose data, and what an erasure does."""
    wrong = []
    for each in catalogue.entries():
        if not each.declared.personal:
            continue
        said = each.declared
        needs = {
            "basis": bool(said.basis),
            "subjects": bool(said.subjects),
            "retention as Retention or words alone for a follower": isinstance(
                said.retention, Retention
            )
            or str(said.retention).startswith("wie "),
        }
        only_keys = set(said.personal) <= {
            *catalogue.all_person_keys(each),
            *catalogue.person_paths(each),
        }
        needs["erasure"] = only_keys or said.erasure is not None
        missing = [name for name, there in needs.items() if not there]
        if missing:
            wrong.append(f"{each.label}: {', '.join(missing)} missing")
    assert wrong == []


def test_what_an_erasure_keeps_or_clears_has_a_reason_and_fields() -> None:
    wrong = []
    for each in catalogue.entries():
        erasure = each.erasure
        if erasure.manner == Manner.KEEP and not erasure.reason:
            wrong.append(f"{each.label}: kept without a reason")
        if erasure.manner == Manner.CLEAR and not (erasure.values or erasure.mask):
            wrong.append(f"{each.label}: cleared without fields")
        named = {*erasure.values, *erasure.mask, *each.declared.names, *each.declared.texts}
        wrong += [f"{each.label}.{name}" for name in named if each.field(name) is None]
    assert wrong == []


def test_other_people_are_masked_and_oneself_is_not(people: People) -> None:
    make_person("Ida")
    masker = Masker(Subject(people.coach.pk, ("coach@example.org",), ("Carla Coach",)))
    text = "Carla Coach rief Paul Polizei an, coach@example.org statt polizei@example.org. Idaho."
    masked, others = masker.mask(text)
    assert others
    assert masked == (
        "Carla Coach rief [andere Person] an, coach@example.org statt [andere Person]. Idaho."
    )
    assert masker.mask("Fahrraddiebstahl") == ("Fahrraddiebstahl", False)


def test_the_record_for_developers_names_every_table_of_ours() -> None:
    out = io.StringIO()
    call_command("privacy", stdout=out)
    for each in catalogue.entries():
        assert f"`{each.label}`" in out.getvalue()


def test_a_name_is_found_in_structured_texts_with_umlauts(people: People) -> None:
    from vorort.authorities.models import LegalPage
    from vorort.core.privacy.people import find
    from vorort.core.scopes import platform_scope

    with platform_scope("a test writes"):
        LegalPage.objects.create(
            authority=people.town, kind="imprint", version=1, written_by=people.coordinator,
            answers={"wer": "Frau Jörgine Müßig, Markt 1"},
        )  # fmt: skip
        found = find(Subject(names=("Jörgine Müßig",)), authority_id=people.town.pk)
    assert [(each.entry.label, each.mention) for each in found] == [("authorities.LegalPage", True)]
