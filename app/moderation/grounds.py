"""The rules that a decision names, each with the sentence that its author reads (source strings)."""

from dataclasses import dataclass

from app.core.text import N_
from app.models.review import Act, ItemKind


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule of the house: its name, and the sentence sent when the moderator adds none."""

    name: str
    sentence: str


GROUNDS: dict[str, Ground] = {
    "respect": Ground(N_("Respect"), N_("These words can hurt somebody who lives here. Say it differently.")),
    "privacy": Ground(
        N_("Personal data"), N_("This could tell who somebody is. It was taken away to protect them.")
    ),
    "safety": Ground(
        N_("Dangerous advice"),
        N_("Following this could harm somebody. Tell what you live, leave treatments to those who treat."),
    ),
    "advertising": Ground(N_("Advertising"), N_("Nothing is sold or promoted here.")),
    "place": Ground(N_("Right place"), N_("This belongs in another place.")),
    "law": Ground(N_("The law"), N_("The law does not allow this to stay.")),
    "adults": Ground(N_("Adults only"), N_("Entraide is for adults for now.")),
    "trust": Ground(N_("Good faith"), N_("This does not seem to be said in good faith.")),
    "joining": Ground(N_("Who this group is for"), N_("This group is for people who live with this, and those close to them.")),
    "charter": Ground(N_("In keeping with the charter"), N_("This keeps to the charter.")),
}  # fmt: skip
DEFAULT_GROUND = {"approve": "charter", "dismiss": "charter", "accept": "charter", "refuse": "joining"}

# The acts that need words for their author; the others may go with the rule's own sentence.
NEED_REASON = frozenset(
    {Act.HIDE, Act.REMOVE, Act.RESTORE, Act.REFUSE, Act.WARN, Act.MUTE, Act.BAN, Act.BAN_FOR_GOOD, Act.LIFT, Act.UPHOLD, Act.OVERTURN}
)  # fmt: skip
# Acts on the person: they leave the item open, since its text is still to be decided.
SANCTIONS = frozenset({Act.WARN, Act.MUTE, Act.BAN, Act.BAN_FOR_GOOD})
LONGEST_HOURS = {Act.MUTE: 7 * 24, Act.BAN: 72}

ON_TEXT: tuple[Act, ...] = (Act.DISMISS, Act.HIDE, Act.REMOVE)
ACTS: dict[ItemKind, tuple[Act, ...]] = {
    ItemKind.HELD: (Act.APPROVE, Act.HIDE, Act.REMOVE),
    ItemKind.REPORT: ON_TEXT,
    ItemKind.PII: ON_TEXT,
    ItemKind.NOTICE: ON_TEXT,
    ItemKind.DISTRESS: (Act.DISMISS,),
    ItemKind.JOIN: (Act.ACCEPT, Act.REFUSE),
    ItemKind.APPEAL: (Act.UPHOLD, Act.OVERTURN),
}


def acts_for(kind: str, subject_kind: str, *, has_author: bool) -> tuple[Act, ...]:
    """What may be decided about an item: on its text, and on its author."""
    kind = ItemKind(kind)
    acts = ACTS[kind]
    if subject_kind not in ("post", "message") and Act.HIDE in acts:
        acts = (Act.DISMISS,)
    if has_author and kind not in (ItemKind.JOIN, ItemKind.APPEAL, ItemKind.DISTRESS):
        acts += (Act.WARN, Act.MUTE, Act.BAN, Act.BAN_FOR_GOOD)
    return acts
