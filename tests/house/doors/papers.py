"""Who may do what at the addresses of ``papers``."""

import io
from typing import Any

from tests.factories.councils import make_council
from tests.factories.papers import AT, make_paper
from tests.house.access import (
    CORE_SECRET,
    COUNCIL_WORK,
    IN_COUNCIL,
    MEMBERS_SECRET,
    NOBODY,
    Access,
)
from tests.people import People
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.papers.actions import add_file

# The officer writes what the core group keeps.
_WRITE = frozenset({"coordinator", "police"})
_RUN = frozenset({"coordinator"})
ACCESS: dict[str, Access] = {
    "papers:list": Access(COUNCIL_WORK),
    "papers:new": Access(_WRITE, _WRITE),
    "papers:paper": Access(COUNCIL_WORK),
    "papers:edit": Access(_RUN, _RUN),
    "papers:pdf": Access(COUNCIL_WORK),
    "papers:file": Access(IN_COUNCIL),
    "papers:file_add": Access(NOBODY, _WRITE),
    "papers:file_remove": Access(NOBODY, _RUN),
    "papers:signers": Access(_RUN, _RUN),
    # Only who is asked to sign.
    "papers:sign": Access(NOBODY, frozenset({"mayor"})),
    "papers:resubmit": Access(NOBODY, _RUN),
    "papers:step": Access(NOBODY, _RUN),
    "papers:publish": Access(_RUN, _RUN),
    "papers:take_back": Access(_RUN, _RUN),
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = set()


def plant(people: People) -> dict[str, list[Any]]:
    """Make things with secrets in them; return the arguments of each address."""
    slug, body = people.town.slug, make_council(people)
    public = make_paper(
        body,
        people.coordinator,
        title="Beleuchtung",
        confidentiality=Confidentiality.PUBLIC,
        signers=((people.mayor, "Bürgermeisterin"),),
    )
    with authority_scope(people.town):
        public.signatures.update(state="signed", decided_at=AT)
        public.state, public.released_at = "released", AT
        public.save()
    for level, words, by in (
        (Confidentiality.MEMBERS, MEMBERS_SECRET, people.coordinator),
        (Confidentiality.CORE, CORE_SECRET, people.police),
    ):
        make_paper(
            body, by, title=words, text=words, file_reference=words, confidentiality=level,
            released=True,
        )  # fmt: skip
    with authority_scope(people.town):
        files = [
            add_file(
                paper=public,
                stream=io.BytesIO(words.encode()),
                name=f"{words}.txt",
                confidentiality=level,
                by=people.coordinator,
                at=AT,
            )
            for level, words in (
                (Confidentiality.MEMBERS, MEMBERS_SECRET),
                (Confidentiality.CORE, CORE_SECRET),
            )
        ]
        public.signatures.update(state="signed", decided_at=AT)
        public.refresh_from_db()
        public.state, public.released_at = "released", AT
        public.save()
    own = ["paper", "edit", "pdf", "file_add", "signers", "sign", "resubmit", "step", "publish",
           "take_back"]  # fmt: skip
    return {
        "papers:list": [slug, body.public_id],
        "papers:new": [slug, body.public_id],
        **{f"papers:{name}": [slug, public.public_id] for name in own},
        "papers:file": [slug, files[0].public_id],
        "papers:file_remove": [slug, files[0].public_id],
    }
