"""Did it work, and can it be known? Effects of measures with their uncertainty."""

from vorort.stats.evaluate._counts import rirr, wdd, wdq
from vorort.stats.evaluate._did import did
from vorort.stats.evaluate._event import EventStudyResult, event_study
from vorort.stats.evaluate._foresee import Foresight, foresee, outlook
from vorort.stats.evaluate._its import its
from vorort.stats.evaluate._judge import Judgement, judge
from vorort.stats.evaluate._power import PowerPlan, power
from vorort.stats.evaluate._result import EffectResult, Grade, evidence_grade
from vorort.stats.evaluate._synthetic import SyntheticResult, synthetic

__all__ = [
    "EffectResult",
    "EventStudyResult",
    "Foresight",
    "Grade",
    "Judgement",
    "PowerPlan",
    "SyntheticResult",
    "did",
    "event_study",
    "evidence_grade",
    "foresee",
    "its",
    "judge",
    "outlook",
    "power",
    "rirr",
    "synthetic",
    "wdd",
    "wdq",
]
