"""How much harm waiting may do: what orders the queue. From 0 (can wait) to 100 (now)."""

from enum import StrEnum

from app.core.text import N_
from app.models.review import ItemKind

URGENT_DISTRESS, DISTRESS = 100, 90


class ReportReason(StrEnum):
    """Why somebody reports something, in the words of the form."""

    DANGER = "danger"
    HARASSMENT = "harassment"
    PERSONAL_DATA = "personal_data"
    MEDICAL = "medical"
    ILLEGAL = "illegal"
    MINOR = "minor"
    ADVERTISING = "advertising"
    OFF_TOPIC = "off_topic"
    OTHER = "other"


REASON_NAMES = {
    ReportReason.DANGER: N_("Somebody is in danger"),
    ReportReason.HARASSMENT: N_("Hurtful, hateful or threatening"),
    ReportReason.PERSONAL_DATA: N_("Personal data, mine or somebody else's"),
    ReportReason.MEDICAL: N_("Dangerous medical advice"),
    ReportReason.ILLEGAL: N_("Forbidden by law"),
    ReportReason.MINOR: N_("Somebody under 18"),
    ReportReason.ADVERTISING: N_("Advertising or selling"),
    ReportReason.OFF_TOPIC: N_("Not in the right place"),
    ReportReason.OTHER: N_("Something else"),
}
_OF_REASON = {
    ReportReason.DANGER: 95,
    ReportReason.MINOR: 85,
    ReportReason.ILLEGAL: 80,
    ReportReason.HARASSMENT: 75,
    ReportReason.MEDICAL: 70,
    ReportReason.PERSONAL_DATA: 65,
    ReportReason.ADVERTISING: 35,
    ReportReason.OTHER: 30,
    ReportReason.OFF_TOPIC: 15,
}
_OF_KIND = {
    ItemKind.DISTRESS: DISTRESS,
    ItemKind.NOTICE: 70,
    ItemKind.PII: 60,
    ItemKind.REPORT: 30,
    ItemKind.APPEAL: 45,
    ItemKind.HELD: 40,
    ItemKind.JOIN: 20,
}


def harm_of(kind: ItemKind, reason: str = "") -> int:
    """The weight of a kind of item, or of the reason it was reported for."""
    try:
        return _OF_REASON[ReportReason(reason)]
    except ValueError:
        return _OF_KIND[kind]
