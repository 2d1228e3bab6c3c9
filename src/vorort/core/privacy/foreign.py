"""What tables of libraries keep about people: they cannot say it themselves."""

from typing import ClassVar

from vorort.core.privacy.declaration import (
    SECURITY,
    STAFF,
    Declaration,
    Retention,
    delete_row,
)


class _Library(Declaration):
    activity = "Anmeldung und Konten"


class Session(_Library):
    purpose = "Anmeldung für die Dauer einer Sitzung am Rechner"
    basis = SECURITY
    retention = Retention("bis zum Ablauf der Sitzung (zehn Stunden)", since="expire_date", days=1)
    # Whose session it is stands inside the encoded data; looked up by the app of accounts.
    personal = ("session_data",)
    sensitive = ("session_key",)
    subjects = STAFF
    erasure = delete_row()


class AccessAttempt(_Library):
    purpose = "Abwehr von Versuchen, Passwörter zu erraten"
    basis = SECURITY
    retention = Retention("ein Tag", days=1, since="attempt_time")
    personal: ClassVar[tuple[str, ...]] = (
        "username",
        "ip_address",
        "user_agent",
        "get_data",
        "post_data",
        "path_info",
    )
    subjects = STAFF
    emails = ("username",)
    erasure = delete_row()


class AccessFailureLog(AccessAttempt):
    personal: ClassVar[tuple[str, ...]] = ("username", "ip_address", "user_agent", "path_info")


class AccessLog(AccessAttempt):
    personal: ClassVar[tuple[str, ...]] = (
        "username",
        "ip_address",
        "user_agent",
        "path_info",
        "session_hash",
    )


class EmailAddress(_Library):
    purpose = "Adresse, an die Nachrichten zum Konto gehen"
    basis = SECURITY
    retention = "wie das Konto"
    personal = ("user", "email")
    subjects = STAFF
    erasure = delete_row()


class EmailConfirmation(_Library):
    purpose = "Nachweis, dass eine Adresse der Person gehört"
    basis = SECURITY
    retention = Retention("drei Tage", days=3, since="created")
    personal = ("email_address",)
    sensitive = ("key",)
    person = ("email_address__user",)
    subjects = STAFF
    erasure = delete_row()


class Authenticator(_Library):
    purpose = "Zweiter Faktor bei der Anmeldung"
    basis = SECURITY
    retention = "wie das Konto"
    personal = ("user", "last_used_at")
    sensitive = ("data",)
    subjects = STAFF
    erasure = delete_row()


class SocialAccount(_Library):
    purpose = "Anmeldung über den Anmeldedienst der Verwaltung"
    basis = SECURITY
    retention = "wie das Konto"
    personal = ("user", "uid", "last_login", "extra_data")
    subjects = STAFF
    erasure = delete_row()


class SocialToken(_Library):
    purpose = "Anmeldung über den Anmeldedienst der Verwaltung"
    basis = SECURITY
    retention = "wie das Konto"
    personal = ("account",)
    sensitive = ("token", "token_secret")
    person = ("account__user",)
    subjects = STAFF
    erasure = delete_row()


class UserSession(_Library):
    purpose = "Liste der eigenen Sitzungen"
    basis = SECURITY
    retention = Retention("bis zum Ende der Sitzung", since="last_seen_at", days=30)
    personal = ("user", "ip", "user_agent", "last_seen_at")
    sensitive = ("session_key", "data")
    subjects = STAFF
    erasure = delete_row()


FOREIGN: dict[str, type[Declaration]] = {
    "sessions.Session": Session,
    "axes.AccessAttempt": AccessAttempt,
    "axes.AccessFailureLog": AccessFailureLog,
    "axes.AccessLog": AccessLog,
    "account.EmailAddress": EmailAddress,
    "account.EmailConfirmation": EmailConfirmation,
    "mfa.Authenticator": Authenticator,
    "socialaccount.SocialAccount": SocialAccount,
    "socialaccount.SocialToken": SocialToken,
    "usersessions.UserSession": UserSession,
}
# Tables of libraries without a word about anybody.
WITHOUT_PEOPLE = frozenset(
    {
        "auth.Group",
        "auth.Permission",
        "axes.AccessAttemptExpiration",
        "contenttypes.ContentType",
        "socialaccount.SocialApp",
        "procrastinate.ProcrastinateEvent",
        "procrastinate.ProcrastinateJob",
        "procrastinate.ProcrastinatePeriodicDefer",
        "procrastinate.ProcrastinateWorker",
    }
)
