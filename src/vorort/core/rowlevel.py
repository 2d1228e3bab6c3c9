"""Row-level security: the second belt around the tenant's scope, on PostgreSQL only.

The first belt are the managers: a query outside a scope raises. This one holds where the first
is forgotten (a base manager, raw SQL, a join): the database itself shows, takes and changes only
rows of the authority whose scope is open. It binds the application's own database role; the
owner of the tables, who migrates and backs up, is not bound.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models import Model
from psycopg.pq import TransactionStatus

from vorort.core.models import TenantModel

SETTING = "vorort.authority"
NOBODY, PLATFORM = "", "platform"
POLICY = "vorort_tenant"
_thread = threading.local()

# Compared as text: "platform" is no number, and the order of an OR is not promised.
_MINE = "current_setting('vorort.authority', true) IN ('platform', {column}::text)"


@contextmanager
def row_scope(value: str) -> Iterator[None]:
    """Show the rows of one authority (its key), of all (``PLATFORM``) or of none (``NOBODY``)."""
    before = wanted()
    _thread.wanted = value
    _tell(connections["default"])
    try:
        yield
    finally:
        _thread.wanted = before
        _tell(connections["default"])


def wanted() -> str:
    """Return whose rows this thread works on now."""
    return str(getattr(_thread, "wanted", NOBODY))


def tell_new_connection(*, connection: Any, **_kwargs: Any) -> None:
    """Receiver of ``connection_created``: a connection opened inside a scope begins in it."""
    if connection.alias == "default":
        _tell(connection)


def _tell(connection: Any) -> None:
    """Set the session's variable; a broken transaction rolls it back to what it was by itself.

    Past Django's cursor: this is not a query of the page that is being answered.
    """
    raw = connection.connection
    if connection.vendor != "postgresql" or raw is None or raw.closed:
        return
    if raw.info.transaction_status != TransactionStatus.INERROR:
        raw.execute("SELECT set_config(%s, %s, false)", (SETTING, wanted()))


def protected_models() -> tuple[type[Model], ...]:
    """Return the models whose rows only their own authority may see."""
    return tuple(
        model for model in apps.get_models()
        if issubclass(model, TenantModel) and model._meta.managed  # noqa: SLF001
    )  # fmt: skip


def policy_statements(model: type[Model]) -> tuple[str, ...]:
    """Return the SQL that puts a table behind the policy; may be run again."""
    table = f'"{model._meta.db_table}"'  # noqa: SLF001
    mine = _MINE.format(column='"authority_id"')
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS {POLICY} ON {table}",
        f"CREATE POLICY {POLICY} ON {table} USING ({mine}) WITH CHECK ({mine})",
    )


def grant_statements(role: str) -> tuple[str, ...]:
    """Return the SQL, to be run by the owner, that lets ``role`` run the application.

    It reads and writes rows, also of tables to come, and owns nothing: it can neither change a
    table nor a policy, and it cannot pretend that a migration has run.
    """
    name = '"' + role.replace('"', '""') + '"'
    rows, numbers = "SELECT, INSERT, UPDATE, DELETE", "USAGE, SELECT"
    return (
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT {rows} ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT {numbers} ON ALL SEQUENCES IN SCHEMA public TO {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rows} ON TABLES TO {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {numbers} ON SEQUENCES TO {name}",
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}",
    )


def protect(*, using: str, **_kwargs: Any) -> None:
    """Receiver of ``post_migrate``: every tenant table gets its policy, the new ones too.

    Only where the owner migrates: for others there is nothing to do and nothing they may do.
    """
    connection = connections[using]
    if connection.vendor != "postgresql" or using != "default":
        return
    with connection.cursor() as cursor:
        owned = _owned_tables(cursor)
        for model in protected_models():
            if model._meta.db_table in owned:  # noqa: SLF001
                for statement in policy_statements(model):
                    cursor.execute(statement)


def _owned_tables(cursor: Any) -> frozenset[str]:
    cursor.execute(
        "SELECT tablename FROM pg_tables "
        "WHERE schemaname = current_schema() AND pg_has_role(tableowner, 'USAGE')"
    )
    return frozenset(row[0] for row in cursor.fetchall())


def weaknesses() -> tuple[str, ...]:
    """Return why the second belt does not hold for the role this process runs as; none: it does."""
    connection = connections["default"]
    if connection.vendor != "postgresql":
        return ("Die eingebettete Datenbank kennt keinen Zeilenschutz.",)
    tables = [model._meta.db_table for model in protected_models()]  # noqa: SLF001
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            found.append("Die Rolle der Anwendung darf den Zeilenschutz umgehen.")
        if _owned_tables(cursor) & set(tables):
            found.append("Die Rolle der Anwendung ist Eigentümerin der Tabellen.")
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND NOT relrowsecurity", [tables]
        )
        found += [f"Ohne Zeilenschutz: {row[0]}." for row in cursor.fetchall()]
    return tuple(found)
