"""The pages of consent: one switch a use, the history, the receipts; and the public key of receipts."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi.responses import Response

from app.access.guard import Anyone, allowed
from app.access.permissions import Permission
from app.consents import choosing, holders, lookup, receipts
from app.consents.schemas import ChoiceForm, PublicKey
from app.core.text import N_
from app.core.web import Doors, Here, Visit, reshow

doors = Doors()
Known = Annotated[Any, allowed(Permission.sessions_keep)]


@doors.get("/consents")
def show_consents(visit: Here, actor: Known) -> Response:
    """Everything one agreed to, on one page."""
    found = lookup.overview(visit.session, actor, visit.locale)
    held = holders.held_by(visit.session, found.own, visit.locale)
    return visit.page("consents/overview.html", found=found, held=held)


@doors.post("/consents/give")
@reshow(show_consents)
def give(visit: Here, actor: Known) -> Response:
    """Turns one switch on."""
    form = visit.read(ChoiceForm)
    purpose = lookup.purpose_open_to(visit.session, actor, form.purpose)
    choosing.give(visit.session, purpose, actor.account_id, locale=visit.locale, read=form.version)
    return visit.go("/consents", said=N_("Your yes is noted. You can change your mind at any time."))


@doors.post("/consents/withdraw")
@reshow(show_consents)
def take_back(visit: Here, actor: Known) -> Response:
    """Turns one switch off, in as many clicks."""
    form = visit.read(ChoiceForm)
    purpose = lookup.purpose_open_to(visit.session, actor, form.purpose)
    choosing.take_back(visit.session, purpose, actor.account_id, locale=visit.locale)
    return visit.go("/consents", said=N_("Your consent is withdrawn. It counts from now on."))


def _receipt(visit: Visit, actor: Any, event_id: UUID) -> dict[str, Any]:
    ids = lookup.own_contributors(visit.session, actor.account_id)
    return receipts.write(visit.session, receipts.own_event(visit.session, event_id, ids))


@doors.get("/consents/receipts/{event_id}")
def show_receipt(visit: Here, actor: Known, event_id: UUID) -> Response:
    """A receipt to read and to print."""
    receipt = _receipt(visit, actor, event_id)
    at = datetime.fromisoformat(receipt["event"]["at"])
    return visit.page("consents/receipt.html", receipt=receipt, event_id=event_id, at=at)


@doors.get("/consents/receipts/{event_id}/download")
def download_receipt(visit: Here, actor: Known, event_id: UUID) -> Response:
    """The same receipt as a file, to keep and to check anywhere."""
    body = orjson.dumps(_receipt(visit, actor, event_id), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
    headers = {"Content-Disposition": 'attachment; filename="consent-receipt.json"'}
    return Response(body, media_type="application/json", headers=headers)


@doors.get("/.well-known/entraide-consent-key.json")
def show_key(visit: Here, _: Anyone) -> PublicKey:
    """The public key that checks every receipt of this installation."""
    return PublicKey.model_validate(receipts.public_jwk())
