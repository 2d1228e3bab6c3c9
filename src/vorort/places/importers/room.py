"""A full disk is told in a sentence, wherever it is met."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from django.utils.translation import gettext as _

from vorort.files.actions import StorageFull

# No room, over the quota, over the limit of file size.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def full_disk_is_a_sentence() -> Iterator[None]:
    """Make an error for people of a disk without room; other errors pass."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise _full() from error
        raise
    except OperationalError as error:
        if re.search(r"disk|full|No space left", str(error)):
            raise _full() from error
        raise


def _full() -> StorageFull:
    return StorageFull(
        _(
            "Der Speicherplatz auf dem Server reicht nicht aus. Es wurde nichts übernommen. "
            "Bitte verständigen Sie Ihre Systembetreuung."
        ),
        field="file",
    )
