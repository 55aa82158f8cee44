"""What a person sees of their own consents: one line a use, the history, and under which ids they speak."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import arrival
from app.access.predicates import Actor
from app.consents import ledger, texts
from app.consents.contributor import contributor_id, purpose_id
from app.core import keystore
from app.core.errors import NotFound
from app.models.consent import ConsentAct, ConsentEvent, ConsentPurpose

GIVEN, NONE, WITHDRAWN, OUTDATED = "given", "none", "withdrawn", "outdated"


@dataclass(frozen=True, slots=True)
class Use:
    """One use of somebody's data: the words in force, and where their answer to them stands."""

    words: texts.Wording
    state: str
    word: ConsentEvent | None
    study: bool

    @property
    def on(self) -> bool:
        """Whether the switch stands on yes."""
        return self.state == GIVEN


@dataclass(frozen=True, slots=True)
class Overview:
    """All uses and all events of one person, newest event first."""

    uses: list[Use]
    events: list[tuple[ConsentEvent, str]]
    own: dict[UUID, bytes]


@dataclass(frozen=True, slots=True)
class OwnId:
    """Under which id a person speaks about a purpose, and the survey whose key made it."""

    contributor: bytes
    survey_id: UUID | None


def ids_of(session: Session, account_id: UUID) -> dict[str, OwnId]:
    """The person's id in every purpose whose key still exists."""
    found = {}
    for purpose in session.exec(select(ConsentPurpose).order_by(col(ConsentPurpose.code))):
        try:
            found[purpose.code] = OwnId(
                contributor_id(purpose.survey_id, account_id)
                if purpose.survey_id
                else purpose_id(purpose.code, account_id),
                purpose.survey_id,
            )
        except keystore.KeyDestroyed:
            continue
    return found


def own_contributors(session: Session, account_id: UUID) -> set[bytes]:
    """All ids under which a person may have spoken."""
    return {one.contributor for one in ids_of(session, account_id).values()}


def overview(session: Session, actor: Actor, locale: str) -> Overview:
    """The general uses, and the studies that this person has said something about. Three statements."""
    ids = ids_of(session, actor.account_id)
    events = [
        event
        for event in ledger.history(session, {one.contributor for one in ids.values()})
        if event.purpose in ids and ids[event.purpose].contributor == bytes(event.contributor)
    ]
    last = {event.purpose: event for event in events}
    shown = [code for code in texts.GENERAL if code in ids] + sorted(set(last) - set(texts.GENERAL))
    words = texts.in_force(session, shown, locale)
    uses = [
        Use(words[code], state_of(last.get(code), words[code]), last.get(code), code not in texts.GENERAL)
        for code in shown
        if code in words
    ]
    titles = {code: wording.title for code, wording in words.items()}
    history = [(event, titles.get(event.purpose, event.purpose)) for event in reversed(events)]
    own = {ids[code].survey_id: ids[code].contributor for code in shown}
    return Overview(uses, history, {survey: one for survey, one in own.items() if survey is not None})


def state_of(word: ConsentEvent | None, words: texts.Wording) -> str:
    """Where an answer stands: given, never given, withdrawn, or given to words that have changed since."""
    if word is None:
        return NONE
    if word.act == ConsentAct.WITHDRAW:
        return WITHDRAWN
    return GIVEN if word.version >= words.minimum else OUTDATED


def purpose_open_to(session: Session, actor: Actor, code: str) -> ConsentPurpose:
    """A purpose this person may speak about: a general one, one they spoke about, or a study of a community of theirs.

    Anything else is NotFound, like an invented purpose.
    """
    purpose = session.get(ConsentPurpose, code)
    if purpose is None:
        raise NotFound
    if purpose.survey_id is None:
        return purpose
    try:
        spoken = ledger.last_word(session, contributor_id(purpose.survey_id, actor.account_id), code)
    except keystore.KeyDestroyed as error:
        raise NotFound from error
    if spoken is not None:
        return purpose
    place = arrival.enter_by_id(session, actor, purpose.home_id) if purpose.home_id else None
    if place is None or place.membership is None or place.membership.status != "active":
        raise NotFound
    return purpose
