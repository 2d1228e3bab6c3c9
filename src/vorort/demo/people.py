"""The demo's sign-ins, one per role; plainly fictional."""

from dataclasses import dataclass

from vorort.authorities.choices import Role

PASSWORD = "Lindenau-an-der-Weide"  # noqa: S105 - a public demo, printed at every start


@dataclass(frozen=True)
class SignIn:
    """Somebody of the demo: which towns (by slug) and which role there."""

    email: str
    name: str
    role: Role
    towns: tuple[str, ...]


SIGN_INS = (
    SignIn("koordination@lindenau.example", "Karla Koordination", Role.COORDINATOR, ("lindenau",)),
    SignIn("buergermeisteramt@lindenau.example", "Bodo Bürgermeister", Role.MAYOR, ("lindenau",)),
    SignIn("polizei@weideland.example", "Paula Polizei", Role.POLICE, ("lindenau", "weideland")),
    SignIn("buergerpolizei@weideland.example", "Benno Bürgerpolizist", Role.COMMUNITY_OFFICER,
           ("lindenau",)),
    SignIn("ordnungsamt@lindenau.example", "Olga Ordnung", Role.PUBLIC_ORDER, ("lindenau",)),
    SignIn("datenschutz@lindenau.example", "Dora Datenschutz", Role.PROTECTION_OFFICER,
           ("lindenau",)),
    SignIn("coach@bildung.example", "Conny Coach", Role.COACH, ("lindenau",)),
    SignIn("analyse@institut.example", "Anton Analyse", Role.CONTRACTOR, ("lindenau",)),
    SignIn("beratung@land.example", "Linus Landesrat", Role.LPR_CONSULTANT,
           ("musterland", "lindenau", "weideland")),
    # In the Präventionsrat only: sees its papers and meetings, and nothing else of the town's work.
    SignIn("sportverein@lindenau.example", "Vera Vereinsring", Role.COUNCIL_MEMBER, ("lindenau",)),
    # Speaks for the Jugendhaus: sees the two measures it takes part in, and nothing else.
    SignIn("traeger@lindenau.example", "Tom Träger", Role.SPONSOR, ("lindenau",)),
    SignIn("geschaeftsstelle@land.example", "Gesa Geschäftsstelle", Role.COORDINATOR,
           ("musterland",)),
    SignIn("koordination@weideland.example", "Kuno Kreis", Role.COORDINATOR, ("weideland",)),
)  # fmt: skip
# Only where real figures are at hand: the same kinds of people for a real city, still fictional.
SIGN_INS_REAL = (
    SignIn("koordination@leipzig.example", "Lotte Lagebild", Role.COORDINATOR, ("leipzig",)),
    SignIn("buergermeisteramt@leipzig.example", "Bruno Rathaus", Role.MAYOR, ("leipzig",)),
    SignIn("polizei@leipzig.example", "Pia Revier", Role.POLICE, ("leipzig",)),
)
