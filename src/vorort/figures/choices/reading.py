"""What each verdict means to a reader: shown with every Lagebild."""

from django.utils.translation import gettext_lazy

READING_AID = (
    (
        "sure",
        gettext_lazy("Der Unterschied ist größer als die üblichen Schwankungen dieser Reihe. Eine Ursache ist "
          "damit nicht belegt."),
    ),
    ("chance", gettext_lazy("So ein Unterschied kommt auch vor, wenn sich nichts geändert hat.")),
    (
        "few",
        gettext_lazy("Die Zahl ist zu klein für ein Urteil. Es steht dabei, ab wie vielen Fällen eines "
          "möglich wäre."),
    ),
    ("none", gettext_lazy("Die Reihe ist gebrochen oder es fehlt ein Vergleich.")),
)  # fmt: skip
