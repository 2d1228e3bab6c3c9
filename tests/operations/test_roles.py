"""Two roles on PostgreSQL: the owner migrates and backs up, the application works."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.operations.test_backup import READ, WRITE, Site

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db]

TOWNS = """
import django; django.setup()
from vorort.authorities.models import Authority, Contact
from vorort.core import jobs
from vorort.core.scopes import authority_scope, platform_scope
for key, name in (("99000001", "Hier"), ("99000002", "Dort")):
    town = Authority.objects.create(kind="municipality", slug=name.lower(), name=name,
        short_name=name, town_key=name[:2], area_key=key)
    with authority_scope(town):
        Contact.objects.create(authority=town, name=f"Kontakt {name}")
jobs.enqueue("core.jobs.upkeep.forget_ended")
"""
LOOK = """
import django; django.setup()
from vorort.authorities.models import Authority, Contact
from vorort.core.scopes import authority_scope, platform_scope
found = [Contact._base_manager.count()]
with authority_scope(Authority.objects.get(slug="hier")):
    found.append(Contact._base_manager.count())
with platform_scope("test"):
    found.append(Contact._base_manager.count())
print(*found)
"""


class TwoRoles(Site):
    """A site whose application has a role of its own."""

    def __init__(self, home: Path, owner: str, app: str) -> None:
        super().__init__(home, app)
        self.environment["VORORT_OWNER_DATABASE_URL"] = owner
        for name in ("VORORT_TEST_ROLE",):
            self.environment.pop(name, None)


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[tuple[TwoRoles, TwoRoles]]:
    base = os.environ["DATABASE_URL"].rpartition("/")[0]
    mark = f"roles_{os.getpid()}"
    names, owner, app = [f"{mark}_1", f"{mark}_2"], f"{mark}_owner", f"{mark}_app"
    host = base.rpartition("@")[2]
    with psycopg.connect(f"{base}/postgres", autocommit=True) as admin:
        for role in (owner, app):
            admin.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS".encode())
        for name in names:
            admin.execute(f"CREATE DATABASE {name} OWNER {owner}".encode())
        try:
            yield tuple(  # type: ignore[misc]
                TwoRoles(
                    tmp_path / name,
                    f"postgres://{owner}@{host}/{name}",
                    f"postgres://{app}@{host}/{name}",
                )
                for name in names
            )
        finally:
            for name in names:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
            for role in (app, owner):
                admin.execute(f"DROP ROLE {role}".encode())


def give_grants(site: TwoRoles) -> None:
    app = site.environment["DATABASE_URL"].split("//")[1].split("@")[0]
    owner = site.environment["VORORT_OWNER_DATABASE_URL"]
    with psycopg.connect(owner, autocommit=True) as connection:
        # The log of the command stands beside its output.
        printed = site.vorort("database", "roles", app).splitlines()
        statements = [line for line in printed if line.endswith(";")]
        assert len(statements) >= 5
        connection.execute("\n".join(statements).encode())


def test_the_application_works_and_only_the_owner_owns(
    sites: tuple[TwoRoles, TwoRoles], tmp_path: Path
) -> None:
    old, new = sites
    old.vorort("migrate")
    give_grants(old)
    assert "Der Zeilenschutz greift." in old.vorort("database", "roles", "--check")
    old.python(WRITE)
    old.python(TOWNS)
    assert old.python(LOOK) == "0 1 2"
    # A later migrate finds everything as it should be, and the worker works as the application.
    old.vorort("migrate")
    old.vorort("worker", "--once")
    assert old.python(LOOK) == "0 1 2"

    archive = tmp_path / "backup.tar.gz"
    old.vorort("backup", str(archive))
    new.vorort("restore", str(archive))
    give_grants(new)
    assert new.python(READ) == "1 b'Inhalt'"
    assert new.python(LOOK) == "0 1 2"
    assert "Der Zeilenschutz greift." in new.vorort("database", "roles", "--check")


def test_the_application_alone_cannot_migrate(sites: tuple[TwoRoles, TwoRoles]) -> None:
    site, _other = sites
    del site.environment["VORORT_OWNER_DATABASE_URL"]
    site.vorort("migrate", ok=False)
