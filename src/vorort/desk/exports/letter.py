"""The weekly overview as a plain letter."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from vorort.core.duties import Duty
from vorort.desk.actions.notifications import unsubscribe_token
from vorort.desk.queries.digest import Digest


@dataclass(frozen=True)
class Letter:
    """A mail, ready to be sent; an empty text means that there is nothing to say."""

    subject: str
    text: str
    unsubscribe_url: str


def write_letter(digest: Digest) -> Letter:
    """Return the overview in words; addresses are absolute, confidential titles absent."""
    off = absolute(reverse("desk:digest_off", args=[unsubscribe_token(digest.person)]))
    day = formats.date_format(digest.today, "d.m.Y")
    subject = _("VorOrt: Ihre Woche ab %(day)s") % {"day": day}
    if digest.is_empty:
        return Letter(subject, "", off)
    context = {
        "digest": digest,
        "late": [_line(duty, digest) for duty in digest.late],
        "due": [_line(duty, digest) for duty in digest.due],
        "waiting": [_line(duty, digest) for duty in digest.waiting],
        "meetings": [(one, absolute(one.url)) for one in digest.meetings],
        "news": [(one, absolute(one.url)) for one in digest.news],
        "desk": absolute(reverse("desk:today")),
        "change": absolute(reverse("desk:notifications")),
        "off": off,
    }
    text = render_to_string("desk/mail/digest.txt", context)
    return Letter(subject, text.strip() + "\n", off)


def absolute(path: str) -> str:
    """Return an address for somebody who is not on our pages."""
    return path if "://" in path else f"{settings.PUBLIC_URL}{path}"


def _line(duty: Duty, digest: Digest) -> dict[str, str]:
    when = ""
    if duty.due_on is not None:
        # In the letter the date stands out in full: "überfällig" depends on the day it is read.
        when = formats.date_format(duty.due_on, "D, d.m.Y")
        if duty.due_on == digest.today:
            when = _("heute, %(day)s") % {"day": formats.date_format(duty.due_on, "d.m.Y")}
    return {
        "title": duty.title,
        "town": duty.town,
        "reason": duty.reason,
        "when": when,
        "url": absolute(duty.url),
    }
