"""What people enter about measures."""

from vorort.dossiers.forms.describing import (
    AudienceForm,
    CitationForm,
    CoverageForm,
    EditForm,
    ExistingForm,
    FilterForm,
    GoalForm,
    NewForm,
)
from vorort.dossiers.forms.fields import AdoptedForm, MoneyField, read_money
from vorort.dossiers.forms.working import (
    DecideForm,
    DropForm,
    FinishForm,
    FollowForm,
    LineForm,
    MilestoneForm,
    MoveForm,
    PartForm,
    ReportForm,
    SpendingForm,
    StepForm,
)

__all__ = [
    "AdoptedForm",
    "AudienceForm",
    "CitationForm",
    "CoverageForm",
    "DecideForm",
    "DropForm",
    "EditForm",
    "ExistingForm",
    "FilterForm",
    "FinishForm",
    "FollowForm",
    "GoalForm",
    "LineForm",
    "MilestoneForm",
    "MoneyField",
    "MoveForm",
    "NewForm",
    "PartForm",
    "ReportForm",
    "SpendingForm",
    "StepForm",
    "read_money",
]
