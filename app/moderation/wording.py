"""The words of the desk: kinds of items, acts and their keys, measures on a person (source strings)."""

from dataclasses import dataclass

from app.core.text import N_
from app.models.review import Act, ItemKind
from app.review.harm import REASON_NAMES, ReportReason

KINDS = {
    ItemKind.DISTRESS: (N_("Distress"), "life-buoy", "rose"),
    ItemKind.REPORT: (N_("Reported"), "flag", "sun"),
    ItemKind.NOTICE: (N_("Public notice"), "scale", "sun"),
    ItemKind.PII: (N_("Personal data"), "lock", "sun"),
    ItemKind.APPEAL: (N_("Appeal"), "scroll-text", "iris"),
    ItemKind.HELD: (N_("First message"), "clock", "pine"),
    ItemKind.JOIN: (N_("Wants to join"), "user-plus", "leaf"),
}
SUBJECTS = {
    "post": N_("Message of %(handle)s"),
    "message": N_("Chat message of %(handle)s"),
    "persona": N_("About %(handle)s"),
    "join_request": N_("%(handle)s wants to join"),
    "decision": N_("Appeal of %(handle)s"),
    "conversation": N_("Private conversation of %(handle)s"),
}


@dataclass(frozen=True, slots=True)
class Button:
    """One decision on the desk: its act, its word, its key and its look."""

    act: Act
    word: str
    key: str
    kind: str
    icon: str


APPROVE = Button(Act.APPROVE, N_("Publish"), "a", "primary", "check")
LEAVE = Button(Act.DISMISS, N_("Leave as it is"), "l", "primary", "check")
HIDE = Button(Act.HIDE, N_("Hide"), "h", "", "eye-off")
REMOVE = Button(Act.REMOVE, N_("Remove"), "r", "", "trash-2")
BUTTONS: dict[ItemKind, tuple[Button, ...]] = {
    ItemKind.HELD: (APPROVE, Button(Act.HIDE, N_("Do not publish"), "h", "", "eye-off"), REMOVE),
    ItemKind.REPORT: (LEAVE, HIDE, REMOVE),
    ItemKind.PII: (Button(Act.HIDE, N_("Hide"), "h", "primary", "eye-off"), Button(Act.DISMISS, N_("Leave as it is"), "l", "", "check"), REMOVE),
    ItemKind.NOTICE: (LEAVE, HIDE, REMOVE),
    ItemKind.DISTRESS: (Button(Act.DISMISS, N_("Somebody is there for them"), "l", "primary", "hand-heart"),),
    ItemKind.JOIN: (Button(Act.ACCEPT, N_("Let in"), "a", "primary", "user-check"), Button(Act.REFUSE, N_("Do not let in"), "r", "", "user-x")),
    ItemKind.APPEAL: (Button(Act.OVERTURN, N_("Restore everything"), "o", "primary", "undo-2"), Button(Act.UPHOLD, N_("The decision stands"), "m", "", "scale")),
}  # fmt: skip
ACTS = {
    Act.APPROVE: N_("Published"),
    Act.DISMISS: N_("Left as it is"),
    Act.HIDE: N_("Hidden"),
    Act.REMOVE: N_("Removed"),
    Act.RESTORE: N_("Restored"),
    Act.ACCEPT: N_("Welcomed"),
    Act.REFUSE: N_("Not let in"),
    Act.WARN: N_("Warned"),
    Act.MUTE: N_("Muted"),
    Act.BAN: N_("Banned for a time"),
    Act.BAN_FOR_GOOD: N_("Banned for good"),
    Act.LIFT: N_("Sanction lifted"),
    Act.UPHOLD: N_("Appeal refused"),
    Act.OVERTURN: N_("Appeal accepted"),
}
# What the author reads on top of the statement.
TO_AUTHOR = {
    Act.APPROVE: N_("Your message is published"),
    Act.HIDE: N_("Your message was hidden"),
    Act.REMOVE: N_("Your message was removed"),
    Act.RESTORE: N_("Your message is back"),
    Act.REFUSE: N_("Your request to join was not accepted"),
    Act.ACCEPT: N_("Your request to join was accepted"),
    Act.WARN: N_("A warning about your messages"),
    Act.MUTE: N_("You can read, and not write, for a while"),
    Act.BAN: N_("You cannot enter this group for a while"),
    Act.BAN_FOR_GOOD: N_("You cannot enter this group any more"),
    Act.LIFT: N_("A sanction was lifted"),
}
MEASURES = (
    ("warn", N_("Warn"), Act.WARN, None),
    ("mute-24", N_("Mute for 24 hours"), Act.MUTE, 24),
    ("mute-168", N_("Mute for 7 days"), Act.MUTE, 168),
    ("ban-24", N_("Ban for 24 hours"), Act.BAN, 24),
    ("ban-72", N_("Ban for 72 hours"), Act.BAN, 72),
    ("ban_for_good", N_("Ban for good"), Act.BAN_FOR_GOOD, None),
)
# Which rule a reason of a report points to: what stands in the list when the desk opens.
RULE_OF_REASON = {
    "harassment": "respect",
    "personal_data": "privacy",
    "medical": "safety",
    "illegal": "law",
    "minor": "adults",
    "advertising": "advertising",
    "off_topic": "place",
}


# A word or two, for the rows of the queue.
SHORT = {
    ReportReason.DANGER: N_("Danger"),
    ReportReason.HARASSMENT: N_("Hurtful words"),
    ReportReason.PERSONAL_DATA: N_("Personal data"),
    ReportReason.MEDICAL: N_("Dangerous advice"),
    ReportReason.ILLEGAL: N_("Against the law"),
    ReportReason.MINOR: N_("Under 18"),
    ReportReason.ADVERTISING: N_("Advertising"),
    ReportReason.OFF_TOPIC: N_("Wrong place"),
}


# What the screening rules noticed in a text: a hint, never a verdict.
MARKS = {
    "link": N_("A link"),
    "many_links": N_("Many links"),
    "short_link": N_("A shortened link"),
    "price": N_("A price"),
    "promo_code": N_("A discount code"),
    "shop": N_("Something for sale"),
    "contact_elsewhere": N_("Contact elsewhere"),
    "miracle": N_("A miracle cure"),
    "money": N_("Easy money"),
    "shouting": N_("Written in capitals"),
}


def short(kind: str, reason: str) -> str:
    """What a row of the queue is called (a source string)."""
    if kind == ItemKind.REPORT and reason in SHORT:
        return SHORT[ReportReason(reason)]
    return KINDS[ItemKind(kind)][0]


def reason_name(reason: str) -> str:
    """A report's reason in words (a source string), or ""."""
    return REASON_NAMES[ReportReason(reason)] if reason in set(ReportReason) else ""


def likely_rule(kind: str, reason: str) -> str:
    """The rule that most likely applies, so that one letter can decide."""
    if kind == ItemKind.JOIN:
        return "joining"
    return RULE_OF_REASON.get(reason, "privacy" if kind == ItemKind.PII else "respect")
