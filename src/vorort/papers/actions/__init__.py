"""What is done with papers: written, signed, released, decided, published."""

from vorort.papers.actions._common import PaperFixed
from vorort.papers.actions.attaching import WrongFile, add_file, remove_file
from vorort.papers.actions.drafting import (
    Origin,
    StalePaper,
    edit_paper,
    mark_decided,
    reopen_paper,
    resubmit,
    submit_paper,
    withdraw_paper,
)
from vorort.papers.actions.publishing import NotPublic, publish_paper, withdraw_publication
from vorort.papers.actions.signing import (
    NotYourTurn,
    SignaturesMissing,
    Signer,
    release_paper,
    send_for_signing,
    set_signers,
    sign,
)

__all__ = [
    "NotPublic",
    "NotYourTurn",
    "Origin",
    "PaperFixed",
    "SignaturesMissing",
    "Signer",
    "StalePaper",
    "WrongFile",
    "add_file",
    "edit_paper",
    "mark_decided",
    "publish_paper",
    "release_paper",
    "remove_file",
    "reopen_paper",
    "resubmit",
    "send_for_signing",
    "set_signers",
    "sign",
    "submit_paper",
    "withdraw_paper",
    "withdraw_publication",
]
