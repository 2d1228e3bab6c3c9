"""Security notices: whoever owns the access learns of every change to it."""

from vorort.accounts.choices import Notice
from vorort.accounts.models import Person
from vorort.core import jobs


def tell(*, person: Person, notice: Notice, facts: tuple[str, ...] = (), address: str = "") -> str:
    """Order the mail about a change of somebody's access; return the id of the job.

    Parameters
    ----------
    person : Person
        Whose access it is.
    notice : Notice
        What has happened.
    facts : tuple of str
        Lines added to the mail, such as the device.
    address : str
        Where it goes if not to the person's address: the old one after a change.
    """
    return jobs.enqueue(
        "accounts.jobs.send_notice",
        args={
            "person": person.public_id,
            "notice": notice.value,
            "facts": list(facts),
            "address": address,
        },
    )
