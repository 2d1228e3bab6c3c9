"""The second belt: what the database itself refuses to the application's own role."""

import os

import psycopg
import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from tests.factories.authorities import make_authority

from vorort.authorities.models import Contact
from vorort.core import rowlevel
from vorort.core.models import TenantModel
from vorort.core.rowlevel import NOBODY, PLATFORM, row_scope, wanted
from vorort.core.scopes import authority_scope, platform_scope

ROLE = "vorort_app_" + os.environ.get("PYTEST_XDIST_WORKER", "x")
TABLE = Contact._meta.db_table
postgres = pytest.mark.postgres_only


def make_contact(authority, name: str) -> Contact:
    with authority_scope(authority):
        return Contact.objects.create(authority=authority, name=name)


def become_app() -> None:
    """Go on as the application's role until the test's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(f"CREATE ROLE {ROLE}")
        for statement in rowlevel.grant_statements(ROLE):
            cursor.execute(statement)
        cursor.execute(f"SET LOCAL ROLE {ROLE}")


def become_owner() -> None:
    """Whoever made the database: the whole run may go on as the application otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def towns(db):
    """Two towns with a row each, written by the owner; from here on we are the application."""
    here, there = make_authority("Hier"), make_authority("Dort")
    make_contact(here, "Kontakt hier")
    make_contact(there, "Kontakt dort")
    become_app()
    return here, there


def raw_names() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM {TABLE} ORDER BY name")
        return [row[0] for row in cursor.fetchall()]


def assert_refused(sql: str, *values: object) -> None:
    """The database itself refuses the statement, by the policy."""
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        connection.cursor().execute(sql, values)


# ── what scopes ask for, on both databases ───────────────


def test_scopes_say_whose_rows_are_wanted(db):
    here, there = make_authority(), make_authority()
    assert wanted() == NOBODY
    with authority_scope(here):
        assert wanted() == str(here.pk)
        with authority_scope(there):
            assert wanted() == str(there.pk)
        with platform_scope("test"):
            assert wanted() == PLATFORM
        assert wanted() == str(here.pk)
    assert wanted() == NOBODY


def test_a_scope_closes_also_after_an_error(db):
    with pytest.raises(ZeroDivisionError), authority_scope(make_authority()):
        _ = 1 / 0
    assert wanted() == NOBODY


def test_every_tenant_table_is_protected():
    protected = set(rowlevel.protected_models())
    assert Contact in protected
    assert len(protected) >= 8
    assert all(issubclass(model, TenantModel) for model in protected)


def test_grants_give_rows_and_nothing_else():
    text = "; ".join(rowlevel.grant_statements('a"b'))
    assert '"a""b"' in text
    assert not {"ALL PRIVILEGES", "TRUNCATE", "CREATE", "REFERENCES"} & set(text.split())


def test_the_command_prints_the_grants(capsys):
    call_command("database_roles", "vorort_web")
    lines = capsys.readouterr().out.strip().splitlines()
    assert all(line.endswith('"vorort_web";') for line in lines)


@pytest.mark.sqlite_only
def test_the_embedded_database_has_only_the_first_belt(db):
    with pytest.raises(SystemExit, match="eingebettete"):
        call_command("database_roles", check=True)


# ── what the database refuses, on PostgreSQL ─────────────


@postgres
def test_without_a_scope_raw_sql_sees_nothing(towns):
    assert raw_names() == []
    assert Contact._base_manager.count() == 0


@postgres
def test_in_a_scope_only_own_rows_are_there(towns):
    here, there = towns
    with authority_scope(here):
        assert raw_names() == ["Kontakt hier"]
        # A forgotten filter, past the scoped manager.
        assert [c.name for c in Contact._base_manager.all()] == ["Kontakt hier"]
        assert Contact._base_manager.filter(authority=there).count() == 0
    with authority_scope(there):
        assert raw_names() == ["Kontakt dort"]
    assert raw_names() == []


@postgres
def test_another_towns_rows_can_be_neither_changed_nor_deleted(towns):
    here, there = towns
    with authority_scope(here):
        assert Contact._base_manager.filter(name="Kontakt dort").update(name="X") == 0
        assert Contact._base_manager.filter(authority=there).delete()[0] == 0
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE authority_id = %s", [there.pk])
            assert cursor.rowcount == 0
    with platform_scope("look at both"):
        assert raw_names() == ["Kontakt dort", "Kontakt hier"]


@postgres
def test_no_row_can_be_planted_or_given_away(towns):
    here, there = towns
    with authority_scope(here):
        assert_refused(f"UPDATE {TABLE} SET authority_id = %s", there.pk)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Contact._base_manager.create(authority=there, name="untergeschoben")
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Contact._base_manager.create(authority=here, name="ohne Ort")


@postgres
def test_the_platform_sees_all(towns):
    with platform_scope("count"):
        assert len(raw_names()) == 2


@postgres
def test_a_rolled_back_transaction_leaves_the_scope_it_began_in(towns):
    here, there = towns
    with authority_scope(here):
        with pytest.raises(ZeroDivisionError), transaction.atomic(), authority_scope(there):
            _ = 1 / 0
        assert raw_names() == ["Kontakt hier"]
        with pytest.raises(ProgrammingError), transaction.atomic(), authority_scope(there):
            # The transaction is broken when the inner scope closes.
            connection.cursor().execute("SELECT nothing FROM nowhere")
        assert raw_names() == ["Kontakt hier"]
    assert raw_names() == []


@postgres
def test_the_application_cannot_take_the_belt_off(towns):
    for sql in (
        f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
        f"DROP POLICY vorort_tenant ON {TABLE}",
        f"TRUNCATE {TABLE}",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
        "CREATE TABLE mine (id int)",
        "SET LOCAL session_replication_role = replica",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@postgres
def test_weaknesses_are_named(towns):
    assert rowlevel.weaknesses() == ()
    call_command("database_roles", check=True)


@postgres
def test_the_owner_is_told_that_the_belt_does_not_hold_for_it(db):
    become_owner()
    assert any("Eigentümerin" in line or "umgehen" in line for line in rowlevel.weaknesses())


@postgres
def test_after_migrate_every_tenant_table_has_its_policy(db):
    become_owner()
    rowlevel.protect(using="default")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'vorort_tenant'")
        behind = {row[0] for row in cursor.fetchall()}
    assert behind == {model._meta.db_table for model in rowlevel.protected_models()}


@postgres
@pytest.mark.django_db(transaction=True)
def test_a_connection_of_its_own_as_that_role():
    """Not a changed role but a sign-in: what the running application has."""
    here = make_authority("Hier")
    make_contact(here, "Kontakt hier")
    role, settings = f"{ROLE}_login", connection.settings_dict
    become_owner()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role} LOGIN NOBYPASSRLS")
        for statement in rowlevel.grant_statements(role):
            cursor.execute(statement)
    try:
        with psycopg.connect(
            dbname=settings["NAME"], host=settings["HOST"], port=settings["PORT"], user=role
        ) as own:
            assert own.execute(f"SELECT count(*) FROM {TABLE}").fetchone() == (0,)
            own.execute("SELECT set_config('vorort.authority', %s, false)", [str(here.pk)])
            assert own.execute(f"SELECT count(*) FROM {TABLE}").fetchone() == (1,)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP OWNED BY {role}")
            cursor.execute(f"DROP ROLE {role}")
        connection.close()


@postgres
@pytest.mark.django_db(transaction=True)
def test_a_connection_opened_inside_a_scope_begins_in_it():
    here = make_authority("Hier")
    with authority_scope(here):
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('vorort.authority', true)")
            assert cursor.fetchone() == (str(here.pk),)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('vorort.authority', true)")
        assert cursor.fetchone() == ("",)


@postgres
def test_threads_have_scopes_of_their_own(db):
    import threading

    seen = []
    with row_scope("7"):
        thread = threading.Thread(target=lambda: seen.append(wanted()))
        thread.start()
        thread.join()
    assert seen == [NOBODY]
