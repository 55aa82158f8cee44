"""The JSON doors of consent: one's uses, one's choices, one's receipts."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter

from app.access.guard import allowed
from app.access.permissions import Permission
from app.consents import choosing, lookup, receipts
from app.consents.schemas import Choice, Consent, Receipt
from app.core.schemas import Listing, Problem
from app.core.web import ApiDoors, Here, Visit

doors: APIRouter = ApiDoors(tag="consents")
Known = Annotated[Any, allowed(Permission.sessions_keep)]
PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "content": {"application/problem+json": {}}} for code in (401, 404, 409, 422)
}


def _shown(use: lookup.Use) -> Consent:
    words, word = use.words, use.word
    return Consent.model_validate(
        {
            "purpose": words.purpose, "title": words.title, "state": use.state, "version": words.version,
            "minimum_version": words.minimum, "language": words.language, "text": words.body, "text_sha256": words.sha256,
            "given_version": word.version if word else None, "since": word.at if word else None, "receipt": word.id if word else None,
        }
    )  # fmt: skip


def _use(visit: Visit, actor: Any, purpose: str) -> Consent:
    uses = lookup.overview(visit.session, actor, visit.locale).uses
    return next(_shown(use) for use in uses if use.words.purpose == purpose)


@doors.get("/me/consents", responses={401: PROBLEMS[401]})
def list_consents(visit: Here, actor: Known) -> Listing[Consent]:
    """The general uses, and the studies one has said something about; nothing is ever given by default."""
    found = lookup.overview(visit.session, actor, visit.locale)
    return Listing[Consent](items=[_shown(use) for use in found.uses])


@doors.post("/me/consents", responses=PROBLEMS)
def choose(visit: Here, actor: Known, body: Choice) -> Consent:
    """Says yes to a use or takes it back; both count at once. The server sets the version."""
    purpose = lookup.purpose_open_to(visit.session, actor, body.purpose)
    if body.act == "grant":
        choosing.give(visit.session, purpose, actor.account_id, locale=visit.locale, read=body.version)
    else:
        choosing.take_back(visit.session, purpose, actor.account_id, locale=visit.locale)
    return _use(visit, actor, purpose.code)


@doors.get("/me/consents/receipts/{event_id}", responses={401: PROBLEMS[401], 404: PROBLEMS[404]})
def show_receipt(visit: Here, actor: Known, event_id: UUID) -> Receipt:
    """One signed receipt; `entraide consent verify` checks it with the server off."""
    ids = lookup.own_contributors(visit.session, actor.account_id)
    event = receipts.own_event(visit.session, event_id, ids)
    return Receipt.model_validate(receipts.write(visit.session, event))
