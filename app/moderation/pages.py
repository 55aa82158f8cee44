"""The desk's pages: the queue with one item open beside it, claims, decisions, undo."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from fastapi.responses import Response

from app.access.guard import allowed, check, may
from app.access.permissions import Permission
from app.core import clock
from app.core.render import translate
from app.core.text import N_
from app.core.web import Doors, Here, Visit, reshow
from app.models.review import Act, Decision, ItemKind, ReviewItem
from app.moderation import (
    case_pages,
    claims,
    deciding,
    desk,
    lookup,
    notice_pages,
    place_pages,
    queue,
    report_pages,
    wording,
)
from app.moderation.api import FOR_ACT, DeskToRead, ItemToDecide, ItemToRead
from app.moderation.grounds import DEFAULT_GROUND, GROUNDS, NEED_REASON, Ground, acts_for
from app.moderation.schemas import DecisionForm, VersionForm

doors = Doors()
DecisionToUndo = Annotated[Decision, allowed(Permission.post_remove, lookup.find_decision)]
Place = Annotated[str, Query(max_length=600)]


def show(
    visit: Visit, at: lookup.Desk, *, open_id: UUID | None, kind: str, after: str, alone: bool, undo: str = ""
) -> Response:
    """The desk: what waits on the left, one item in the middle, whom it concerns on the right."""
    kind = kind if kind in set(ItemKind) else ""
    page = queue.list_open(visit.session, at, kind=kind, after=after or None)
    counts = queue.count_open(visit.session, at)
    first = page.items[0] if page.items else None
    case, buttons = None, []
    if open_id is not None or first is not None:
        found = visit.session.get(ReviewItem, open_id) if open_id else first
        me = at.personas.get(found.community_id) if found else None
        if found is not None and me is not None:
            visit.membership = me
            case = desk.look(visit.session, found.id, me)
            buttons = _buttons(visit, case, me) if case else []
    return visit.page(
        "moderation/desk.html",
        desk=at, rows=page.items, next=page.next, counts=counts, kind=kind, after=after, case=case, alone=alone,
        buttons=buttons, words=wording, grounds=GROUNDS, undo=_undoable(visit, undo), claimed=queue.is_claimed,
        likely=wording.likely_rule(case.item.kind, case.item.reason) if case else "", now=clock.now(),
        rules=[(name, _said(visit, ground)) for name, ground in GROUNDS.items() if name != "charter"],
    )  # fmt: skip


def _said(visit: Visit, ground: Ground) -> str:
    return translate(visit.locale, ground.name)


def _buttons(visit: Visit, case: desk.Case, me: Any) -> list[wording.Button]:
    """The decisions this reader may take on the item now."""
    item = case.item
    if item.status != "open" or case.held_by or case.obstacle or item.author_id == me.id:
        return []
    possible = acts_for(item.kind, item.subject_kind, has_author=item.author_id is not None)
    return [
        one
        for one in wording.BUTTONS[ItemKind(item.kind)]
        if one.act in possible and may(FOR_ACT.get(one.act, Permission.post_remove), visit, item)
    ]


def _undoable(visit: Visit, decision_id: str) -> Decision | None:
    try:
        decision = visit.session.get(Decision, UUID(decision_id)) if decision_id else None
    except ValueError:
        return None
    return decision if decision is not None and deciding.can_undo(decision) else None


@doors.get("/moderation")
def show_desk(
    visit: Here, desk: DeskToRead, kind: Place = "", after: Place = "", undo: Place = ""
) -> Response:
    """The whole queue, or of one community (`?community=slug`); the first item lies open."""
    return show(visit, desk, open_id=None, kind=kind, after=after, alone=False, undo=undo)


@doors.get("/moderation/appeals")
def show_appeals(visit: Here, desk: DeskToRead, after: Place = "", undo: Place = "") -> Response:
    """Appeals alone."""
    return show(visit, desk, open_id=None, kind=ItemKind.APPEAL, after=after, alone=False, undo=undo)


@doors.get("/moderation/items/{item_id}")
def show_item(
    visit: Here, item: ItemToRead, community: Place = "", kind: Place = "", after: Place = ""
) -> Response:
    """One item, with the queue beside it."""
    at = lookup.find_desk(visit, community)
    return show(visit, at, open_id=item.id, kind=kind, after=after, alone=True)


def _on(back: str) -> str:
    """Where the desk goes on: the queue as it was filtered."""
    return (
        back if back.startswith("/moderation") and back.isprintable() and "\\" not in back else "/moderation"
    )


@doors.post("/moderation/items/{item_id}/claim")
@reshow(show_item)
def claim(visit: Here, item: ItemToDecide) -> Response:
    """Takes an item for fifteen minutes."""
    claims.claim(visit.session, item, visit.membership, version=visit.read(VersionForm).version)
    return visit.go(f"/moderation/items/{item.id}", said=N_("It is yours for 15 minutes."))


@doors.post("/moderation/items/{item_id}/release")
@reshow(show_item)
def release(visit: Here, item: ItemToDecide) -> Response:
    """Gives an item back to the colleagues."""
    form = visit.read(VersionForm)
    claims.release(visit.session, item, visit.membership, version=form.version)
    return visit.go(_on(form.back), said=N_("Your colleagues can see to it."))


@doors.post("/moderation/items/{item_id}/decisions")
@reshow(show_item)
def decide(visit: Here, item: ItemToDecide) -> Response:
    """Decides, and goes on to the next item. Without words of one's own the rule's sentence goes to the author."""
    form = visit.read(DecisionForm)
    act = Act(form.act)
    if act in FOR_ACT:
        check(FOR_ACT[act], visit, item)
    gentle = act not in NEED_REASON
    rule = DEFAULT_GROUND.get(act.value, form.rule) if gentle else form.rule
    sentence = GROUNDS[rule].sentence if rule in GROUNDS and item.kind != ItemKind.APPEAL else ""
    decision = deciding.decide(
        visit.session, item, visit.membership, version=form.version, act=act, rule=rule,
        reason=form.reason or ("" if gentle else sentence),
    )  # fmt: skip
    back = _on(form.back)
    mark = "&" if "?" in back else "?"
    undo = f"{mark}undo={decision.id}" if deciding.can_undo(decision) else ""
    return visit.go(back + undo, said=wording.ACTS[act])


def show_kept(visit: Here, decision: Decision) -> Response:
    """The desk with the item of a decision that could not be undone."""
    at = lookup.find_desk(visit)
    return show(visit, at, open_id=decision.item_id, kind="", after="", alone=True)


@doors.post("/moderation/decisions/{decision_id}/undo")
@reshow(show_kept)
def undo(visit: Here, decision: DecisionToUndo) -> Response:
    """Takes back one's own decision of a moment ago."""
    deciding.undo(visit.session, decision, visit.membership)
    target = f"/moderation/items/{decision.item_id}" if decision.item_id else "/moderation"
    return visit.go(target, said=N_("Undone. It is open again."))


for room in (report_pages, case_pages, notice_pages, place_pages):
    doors.include_router(room.doors)
