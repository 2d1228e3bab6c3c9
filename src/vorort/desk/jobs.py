"""The weekly overview: found hourly, sent by one job per person."""

from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core import jobs
from vorort.core.clock import now
from vorort.core.jobs import JobContext, RetryLater
from vorort.desk import actions
from vorort.desk.exports.letter import write_letter
from vorort.desk.queries.digest import get_digest, list_due_people

# SMTP: from here on the server says never, below it says not now.
FOR_GOOD = 500


def send_digests(_context: JobContext) -> dict[str, Any]:
    """Order the overviews that are due at this hour; each is sent by a job of its own."""
    people = list_due_people(at=now())
    for person in people:
        jobs.enqueue("desk.jobs.send_digest", args={"person": person.public_id})
    return {"ordered": len(people)}


def send_digest(_context: JobContext, *, person: str) -> None:
    """Send one person's overview; once a week, however often it is ordered."""
    known = Person.objects.filter(public_id=person, is_active=True).first()
    if known is None:
        return
    at = now()
    letter = write_letter(get_digest(known, at=at))
    try:
        actions.send_digest(
            person=known,
            subject=letter.subject,
            text=letter.text,
            unsubscribe_url=letter.unsubscribe_url,
            at=at,
        )
    except SMTPRecipientsRefused:
        # The address takes no mail: the week is over, the next one tries again.
        _give_up(known, letter.unsubscribe_url)
    except SMTPResponseException as error:
        if error.smtp_code < FOR_GOOD:
            raise RetryLater(_("Der Mailserver antwortet gerade nicht.")) from error
        _give_up(known, letter.unsubscribe_url)
    except OSError as error:
        raise RetryLater(_("Der Mailserver ist nicht erreichbar.")) from error


def _give_up(person: Person, unsubscribe_url: str) -> None:
    actions.send_digest(
        person=person, subject="", text="", unsubscribe_url=unsubscribe_url, at=now()
    )
