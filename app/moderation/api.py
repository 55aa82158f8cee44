"""The desk's JSON doors: reports, the queue, claims, decisions, statements, appeals."""

from typing import Annotated, Any, Literal

from fastapi import Query

from app.access.guard import allowed, check
from app.access.permissions import Permission
from app.core.schemas import Listing, Problem
from app.core.web import ApiDoors, Here, Visit
from app.models.review import Act, Decision, ReviewItem
from app.moderation import appeals, claims, deciding, lookup, queue, reporting, schemas, statements
from app.moderation.grounds import acts_for

doors = ApiDoors(tag="moderation")
DeskToRead = Annotated[lookup.Desk, allowed(Permission.queue_read, lookup.find_desk)]
ItemToRead = Annotated[ReviewItem, allowed(Permission.queue_read, lookup.find_item)]
ItemToDecide = Annotated[ReviewItem, allowed(Permission.post_remove, lookup.find_item)]
PostToReport = Annotated[reporting.Reported, allowed(Permission.content_report, reporting.find_post)]
StatementToRead = Annotated[Decision, allowed(Permission.statement_read, lookup.find_decision)]
DecisionToAppeal = Annotated[Decision, allowed(Permission.appeal_make, lookup.find_decision)]
KindWord = Literal["held", "report", "join", "pii", "distress", "appeal", "notice"]

# Which row of the matrix an act stands in, beside the door's own.
FOR_ACT = {
    Act.ACCEPT: Permission.join_decide,
    Act.REFUSE: Permission.join_decide,
    Act.UPHOLD: Permission.appeal_decide,
    Act.OVERTURN: Permission.appeal_decide,
    Act.WARN: Permission.sanction_light,
    Act.MUTE: Permission.sanction_light,
    Act.BAN: Permission.ban_short,
    Act.BAN_FOR_GOOD: Permission.ban_for_good,
}
NO: dict[int | str, Any] = {
    401: {"model": Problem, "description": "nobody is signed in"},
    404: {"model": Problem, "description": "not there for this reader"},
    422: {"model": Problem, "description": "not acceptable"},
    429: {"model": Problem, "description": "too many"},
}
NOT_YOURS: dict[int | str, Any] = {
    403: {"model": Problem, "description": "there, and not for you to do"},
    **NO,
}
RACED: dict[int | str, Any] = {409: {"model": Problem, "description": "a colleague was faster"}, **NOT_YOURS}


def as_item(row: Any, me: Any, community: str) -> schemas.QueueItem:
    """A row of the queue, or an item, as JSON."""
    handle = getattr(row, "handle", None)
    author = schemas.ItemAuthor(id=row.author_id, handle=handle) if row.author_id and handle else None
    claimed = queue.is_claimed(row)
    return schemas.QueueItem(
        id=row.id, community=community, kind=row.kind, subject_kind=row.subject_kind, subject_id=row.subject_id,
        author=author, text=row.text, reason=row.reason, harm=row.harm, reports=row.reports, opened_at=row.opened_at,
        version=row.version, status=row.status, claimed=claimed, claimed_by_me=claimed and row.claimed_by in me,
        acts=[act.value for act in acts_for(row.kind, row.subject_kind, has_author=row.author_id is not None)],
    )  # fmt: skip


def _one(visit: Visit, item: ReviewItem) -> schemas.QueueItem:
    community, mine = lookup.memberships(visit.session, visit.actor)[item.community_id]
    return as_item(item, [mine.id], community.slug)


def as_made(decision: Decision) -> schemas.DecisionMade:
    """A decision as JSON."""
    return schemas.DecisionMade.model_validate(decision)


@doors.post("/posts/{post_id}/reports", status_code=201, responses=RACED)
def report_post(visit: Here, seen: PostToReport, body: schemas.ReportBody) -> schemas.ReportKept:
    """Reports a post to the moderators, with a copy of its text as it is now. Its author never learns who it was."""
    reporting.report(visit.session, seen, visit.membership, reason=body.reason, words=body.words)
    return schemas.ReportKept()


@doors.get("/moderation/queue", responses=NO)
def read_queue(
    visit: Here,
    desk: DeskToRead,
    kind: Annotated[KindWord | None, Query(description="only what waits for this reason")] = None,
    after: Annotated[str | None, Query(max_length=600)] = None,
) -> Listing[schemas.QueueItem]:
    """What waits in the communities one moderates (`?community=slug` for one): greater harm first, then the older."""
    page = queue.list_open(visit.session, desk, kind=kind or "", after=after, whole=True)
    return Listing[schemas.QueueItem](
        items=[as_item(row, desk.own, desk.communities[row.community_id].slug) for row in page.items],
        next=page.next,
    )


@doors.get("/moderation/items/{item_id}", responses=NO)
def read_item(visit: Here, item: ItemToRead) -> schemas.QueueItem:
    """One item, open or decided."""
    return _one(visit, item)


@doors.post("/moderation/items/{item_id}/claim", responses=RACED)
def claim_item(visit: Here, item: ItemToDecide, body: schemas.VersionBody) -> schemas.QueueItem:
    """Takes an item for fifteen minutes; colleagues cannot decide it meanwhile."""
    return _one(visit, claims.claim(visit.session, item, visit.membership, version=body.version))


@doors.post("/moderation/items/{item_id}/release", responses=RACED)
def release_item(visit: Here, item: ItemToDecide, body: schemas.VersionBody) -> schemas.QueueItem:
    """Gives an item back to the colleagues."""
    return _one(visit, claims.release(visit.session, item, visit.membership, version=body.version))


@doors.post("/moderation/items/{item_id}/decisions", status_code=201, responses=RACED)
def decide_item(visit: Here, item: ItemToDecide, body: schemas.DecisionBody) -> schemas.DecisionMade:
    """Decides an item as it was at `version`: one act, its rule and its reason. 409 when a colleague was faster."""
    act = Act(body.act)
    if act in FOR_ACT:
        check(FOR_ACT[act], visit, item)
    decision = deciding.decide(
        visit.session, item, visit.membership, version=body.version, act=act, rule=body.rule or "",
        reason=body.reason, hours=body.hours,
    )  # fmt: skip
    return as_made(decision)


@doors.get("/decisions/{decision_id}", responses=NO)
def read_statement(visit: Here, decision: StatementToRead) -> schemas.Statement:
    """The statement of reasons of a decision about oneself: own text, rule, reason, automated or not, ways to appeal."""
    return statements.of(visit.session, decision, visit.membership, visit.locale)


@doors.post("/decisions/{decision_id}/appeals", status_code=201, responses=RACED)
def appeal_decision(visit: Here, decision: DecisionToAppeal, body: schemas.AppealBody) -> schemas.AppealMade:
    """Appeals a decision about oneself within six months, once. Somebody else than its maker answers."""
    made = appeals.make(visit.session, decision, visit.membership, body.words)
    return schemas.AppealMade(
        id=made.id, decision_id=made.decision_id, status=made.status, made_at=made.made_at
    )
