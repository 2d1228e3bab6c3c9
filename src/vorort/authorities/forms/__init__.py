"""Forms for members, the log and the set-up of a town."""

from vorort.authorities.forms.members import EndForm, LogFilterForm, MemberForm

__all__ = ["EndForm", "LogFilterForm", "MemberForm"]
