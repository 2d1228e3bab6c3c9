"""What the tables of access are made of: kinds of person, and secrets with those who may read them."""

from dataclasses import dataclass

from tests.people import KINDS

# Stands in texts, file names and reasons of the town; nobody outside may ever read it.
SECRET = "GEHEIM-4711"
# Stands in what only members of a body and who runs it may read.
MEMBERS_SECRET = "MITGLIEDER-4712"
# Stands in what only the core group at the table may read.
CORE_SECRET = "KERNGRUPPE-4713"
# Stands in the measure a partner's contact speaks for: read by it and by who works in the town.
PARTNER_SECRET = "TRAEGER-4714"

ALL = frozenset(KINDS)
SIGNED_IN = ALL - {"anonymous"}
NOBODY: frozenset[str] = frozenset()
# Who sees the work of the town.
WORK = frozenset(
    {
        "coordinator",
        "mayor",
        "police",
        "public_order",
        "protection_officer",
        "coach",
        "lpr_consultant",
        "precinct",
    }
)
COORDINATOR = frozenset({"coordinator"})
POLICE = frozenset({"police", "precinct"})
LOG = frozenset({"coordinator", "mayor", "protection_officer"})
DELIVER = frozenset({"coordinator", "police", "precinct", "public_order"})
# The state prevention council brings official tables.
HAND_IN = DELIVER | {"lpr_consultant"}
WITHDRAW = frozenset({"coordinator", "mayor"})
# Rights of people: requests, incidents, the data of the town as a whole, its end.
REQUESTS = frozenset({"coordinator", "protection_officer"})
INCIDENTS = frozenset({"coordinator", "mayor", "protection_officer"})
TAKE_DATA = frozenset({"coordinator", "mayor"})


@dataclass(frozen=True)
class Access:
    """Who may GET and who may POST; ``public`` answers without any sign-in."""

    get: frozenset[str]
    post: frozenset[str] = NOBODY


PUBLIC = Access(ALL, ALL)

# In the tests' council the member and the police officer have seats, the officer in the core group.
IN_COUNCIL = frozenset({"coordinator", "mayor", "police", "council_member"})
# Who reads the public part of the council's work inside: the town's people and its members.
COUNCIL_WORK = WORK | {"council_member"}
# Who reads the measure of the tests in which the partner is named; only there.
PARTNERS_MEASURE = WORK | {"partner"}
READERS: dict[str, frozenset[str]] = {
    SECRET: WORK,
    PARTNER_SECRET: PARTNERS_MEASURE,
    MEMBERS_SECRET: IN_COUNCIL,
    CORE_SECRET: frozenset({"police"}),
}


def leaks(kind: str, content: str) -> bool:
    """Whether somebody reads a secret that is not theirs."""
    return any(secret in content for secret, readers in READERS.items() if kind not in readers)
