"""Writes of the Lagebild: create, compute, edit, decide, approve, publish, withdraw."""

from vorort.situation.actions.computing import (
    NewFigure,
    NoFiguresToReport,
    create_report,
    recompute,
    store_build,
)
from vorort.situation.actions.content import (
    ChangedMeanwhile,
    add_annotation,
    edit_section,
    remark,
    remove_annotation,
    settle_remark,
)
from vorort.situation.actions.lifecycle import (
    FiguresOpen,
    approve_report,
    record_written_release,
    reopen_report,
    send_to_police,
)
from vorort.situation.actions.police import (
    ReasonMissing,
    refuse_figure,
    release_all,
    release_figure,
    request_change,
)
from vorort.situation.actions.publishing import (
    FiguresWithheld,
    NothingReleased,
    ShownMeanwhile,
    publish_report,
    require_released,
    start_publication,
    withdraw_report,
)
from vorort.situation.actions.revocation import follow_revocation
from vorort.situation.actions.states import WrongState
from vorort.situation.actions.versions import (
    NeedsMayor,
    approve_correction,
    start_new_version,
    take_note,
)

__all__ = [
    "ChangedMeanwhile",
    "FiguresOpen",
    "FiguresWithheld",
    "NeedsMayor",
    "NewFigure",
    "NoFiguresToReport",
    "NothingReleased",
    "ReasonMissing",
    "ShownMeanwhile",
    "WrongState",
    "add_annotation",
    "approve_correction",
    "approve_report",
    "create_report",
    "edit_section",
    "follow_revocation",
    "publish_report",
    "recompute",
    "record_written_release",
    "refuse_figure",
    "release_all",
    "release_figure",
    "remark",
    "remove_annotation",
    "reopen_report",
    "request_change",
    "require_released",
    "send_to_police",
    "settle_remark",
    "start_new_version",
    "start_publication",
    "store_build",
    "take_note",
    "withdraw_report",
]
