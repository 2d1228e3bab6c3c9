"""Deliver what waits. A server that is away is asked again; one that refuses is written down."""

from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.utils.translation import gettext as _

from vorort.core.clock import now
from vorort.core.jobs import JobContext, RetryLater
from vorort.core.scopes import authority_scope
from vorort.notices import actions, queries
from vorort.notices.choices import DispatchState

# SMTP: from here on the server says never, below it says not now.
FOR_GOOD = 500


def deliver(_context: JobContext, *, dispatch: str) -> None:
    """Send one mail, unless it was sent or taken back before."""
    found = queries.get_for_job(dispatch)
    if found is None or found.state != DispatchState.WAITING:
        return
    with authority_scope(found.authority):
        try:
            actions.deliver(dispatch=found, at=now())
        except SMTPRecipientsRefused:
            actions.give_up(dispatch=found, error=_("Die Adresse nimmt keine E-Mail an."))
        except SMTPResponseException as error:
            if error.smtp_code < FOR_GOOD:
                raise RetryLater(_("Der Mailserver antwortet gerade nicht.")) from error
            actions.give_up(dispatch=found, error=_("Der Mailserver hat abgelehnt."))
        except OSError as error:
            raise RetryLater(_("Der Mailserver ist nicht erreichbar.")) from error
