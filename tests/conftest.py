"""What all tests share. Tests of the statistics engine run without Django."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import pytest_django
from django.conf import settings

from tests.people import people  # noqa: F401 - a fixture for all tests
from tests.prepared import prepared_tables

SHARED_DATA = Path(settings.DATA_DIR)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only", action="store_true", help="only tests that touch the database"
    )


def _touches_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    return marked or bool(names & {"db", "transactional_db", "live_server"})


def _shares_database(item: pytest.Item) -> bool:
    return "shared_database" in getattr(item, "fixturenames", ())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    postgres = "postgres" in os.environ.get("DATABASE_URL", "")
    kept, dropped = [], []
    for item in items:
        if item.get_closest_marker("postgres_only") and not postgres:
            dropped.append(item)
            continue
        if item.get_closest_marker("sqlite_only") and postgres:
            dropped.append(item)
            continue
        if _shares_database(item):
            # The module's transaction is around it; one of its own would be too much.
            assert not _touches_database(item), f"{item.nodeid}: shared_database or db, not both"
        elif _touches_database(item):
            marker = item.get_closest_marker("django_db")
            if marker is None:
                transactional = "transactional_db" in getattr(item, "fixturenames", ())
                item.add_marker(
                    pytest.mark.django_db(transaction=transactional, databases="__all__")
                )
            else:
                # Jobs live in a database of their own; every test may use it.
                marker.kwargs.setdefault("databases", "__all__")
        elif config.getoption("--database-only"):
            dropped.append(item)
            continue
        kept.append(item)
    if dropped:
        config.hook.pytest_deselected(items=dropped)
    items[:] = sorted(kept, key=lambda item: item.get_closest_marker("first") is None)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real data, or a skip with the reason."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"no real data at {SHARED_DATA.name} (VORORT_DATA_DIR)")
    return SHARED_DATA


@pytest.fixture(scope="module")
def shared_database(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """One transaction around all tests of a module, for worlds that are dear to build.

    The tests only look; who writes does so with ``taken_back``.
    """
    from django.db import connections

    with django_db_blocker.unblock(), contextlib.ExitStack() as stack:
        for alias in connections:
            stack.enter_context(_undone(alias))
        yield


@pytest.fixture
def taken_back(shared_database: None) -> Iterator[None]:
    """Whatever the test writes is undone before the next test of the module looks."""
    from django.db import connections

    with contextlib.ExitStack() as stack:
        for alias in connections:
            stack.enter_context(_undone(alias))
        yield


@contextlib.contextmanager
def _undone(alias: str) -> Iterator[None]:
    from django.db import transaction

    block = transaction.atomic(using=alias)
    # As in Django's own test case: durable blocks may stand inside.
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True, using=alias)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Tables are copied, not made: nothing of the tests is about the way they came to be."""
    from django.db import connections

    # All databases, also where the tests that run share one transaction and carry no mark.
    everything = mock.patch(
        "pytest_django.fixtures._get_databases_for_setup", return_value=(set(connections), set())
    )
    with prepared_tables(), everything:
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """On PostgreSQL the tests run as the application does: in a role that owns nothing."""
    if not os.environ.get("VORORT_TEST_ROLE"):
        yield
        return
    from django.db import connection
    from django.db.backends.signals import connection_created

    from vorort.core.rowlevel import grant_statements

    role = "vorort_tests_" + os.environ.get("PYTEST_XDIST_WORKER", "0")
    name = connection.settings_dict["NAME"]

    def become(*, connection: Any, **_kwargs: Any) -> None:
        if connection.vendor == "postgresql" and connection.settings_dict["NAME"] == name:
            connection.connection.execute(f"SET ROLE {role}")

    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE {role}")
            for statement in grant_statements(role):
                cursor.execute(statement)
            # Only for the tests: they empty the tables between them.
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {role}")
        connection_created.connect(become, weak=False)
        connection.close()
    yield
    with django_db_blocker.unblock():
        connection_created.disconnect(become)
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP OWNED BY {role}")
            cursor.execute(f"DROP ROLE {role}")
