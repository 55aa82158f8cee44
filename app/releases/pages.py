"""The releases' pages: the research desk, a release on its way, its file, recalls, and who has my answers."""

from typing import Annotated, Any

from fastapi.responses import Response

from app.access.guard import allowed, may
from app.access.permissions import Permission
from app.consents import holders
from app.core import db
from app.core.text import N_
from app.core.web import Doors, Here, Visit, reshow
from app.models.release import Release
from app.releases import delivery, lookup, recalls, requesting, showing, telling
from app.releases.api import (
    ToAcknowledge,
    ToApprove,
    ToDownload,
    ToList,
    ToRead,
    ToRequest,
    ToRevoke,
    package,
)
from app.releases.lookup import Desk, find_desk
from app.releases.schemas import ReleaseForm
from app.studies import agreement
from app.studies import lookup as studies
from app.studies.approving import approver_of

doors = Doors()
holders.register(telling.tell)  # so that the page of consents says it too
AtDesk = Annotated[Desk, allowed(Permission.register_read, find_desk)]


@doors.get("/research")
def show_desk(visit: Here, desk: AtDesk) -> Response:
    """What waits for a researcher, a steward or a lead."""
    session = visit.session
    find_desk(visit)
    own = studies.own(session, visit.actor.account_id) if desk.office == "researcher" else []
    office = desk.office != "researcher"
    return visit.page(
        "releases/desk.html", desk=desk, own=own,
        proposals=studies.waiting(session, desk.office, list(desk.communities) or None) if office else [],
        asked=lookup.waiting(session, desk) if office else [],
        recalls=recalls.of_owner(session, visit.actor.account_id) if not office else [],
    )  # fmt: skip


@doors.get("/research/studies/{study_id}/releases")
def show_releases(visit: Here, study: ToList) -> Response:
    """A study's releases, and the form that asks for one."""
    studies.open_desk(visit)
    found = lookup.releases_of(visit.session, study)
    return visit.page(
        "releases/list.html", study=study, releases=found,
        may_request=study.status == "open" and may(Permission.release_request, visit, study),
        agreed=agreement.agreed(agreement.people_of(visit.session, study)),
    )  # fmt: skip


@doors.post("/research/studies/{study_id}/releases")
@reshow(show_releases)
def do_request(visit: Here, study: ToRequest) -> Response:
    """Asks for a release."""
    form = visit.read(ReleaseForm)
    made = requesting.request(visit.session, study, visit.actor, k=form.k, l=form.l, t=form.t)
    return visit.go(f"/research/releases/{made.id}", said=N_("Your request is kept. Two persons must agree."))


@doors.get("/research/releases/{release_id}")
def show_release(visit: Here, release: ToRead) -> Response:
    """A release: how far it is, its figures, its file. Reload to see it move; no script is needed."""
    return _shown(visit, release)


def _shown(visit: Visit, release: Release, link: str = "") -> Response:
    session = visit.session
    with db.wearing(session, "research"):  # after a refusal it is read anew, and only this hat may
        session.refresh(release)
    study = studies.load_study(visit, release.study_id)
    mine = visit.actor.account_id == release.owner_id
    return visit.page(
        "releases/release.html", release=release, study=study, approvals=showing.approvals(session, [release])[release.id],
        steps=requesting.STEPS, refusal=showing.refusal(release, visit.locale), mine=mine, link=link,
        files=delivery.links_of(session, release),
        recalls=[one for one, of in recalls.of_owner(session, release.owner_id) if of.id == release.id],
        may_approve=release.status == "requested" and not mine and may(Permission.release_approve, visit, release),
        may_revoke=release.status not in ("revoked", "refused") and may(Permission.release_revoke, visit, release),
    )  # fmt: skip


@doors.post("/research/releases/{release_id}/approvals")
@reshow(show_release)
def do_approve(visit: Here, release: ToApprove) -> Response:
    """Approves in one's office."""
    requesting.approve(visit.session, release, approver_of(visit.actor, visit.membership))
    return visit.go(f"/research/releases/{release.id}", said=N_("Your approval is kept."))


@doors.post("/research/releases/{release_id}/revocation")
@reshow(show_release)
def do_revoke(visit: Here, release: ToRevoke) -> Response:
    """Ends a release."""
    requesting.revoke(visit.session, release, visit.actor)
    return visit.go(
        f"/research/releases/{release.id}", said=N_("This release has ended. No link works any longer.")
    )


@doors.post("/research/releases/{release_id}/files")
@reshow(show_release)
def do_link(visit: Here, release: ToDownload) -> Response:
    """Makes a link and shows it, this once."""
    made = delivery.make_link(visit.session, release, lookup.study_of(visit.session, release), visit.actor)
    return _shown(visit, release, f"/research/releases/{release.id}/files/{made.token}")


@doors.get("/research/releases/{release_id}/files/{token}")
def take_file(visit: Here, release: ToDownload, token: str) -> Response:
    """The package, once."""
    return package(visit, release, token)


@doors.post("/research/recalls/{recall_id}")
def do_acknowledge(visit: Here, recall: ToAcknowledge) -> Response:
    """Confirms a recall."""
    recalls.acknowledge(visit.session, recall, visit.actor)
    return visit.go("/research", said=N_("The recall is acknowledged."))


@doors.get("/research/holders")
def show_holders(visit: Here, actor: Annotated[Any, allowed(Permission.answers_keep)]) -> Response:
    """Who has my answers: the releases they are in, for the person alone."""
    own = telling.own_ids(visit.session, actor.account_id)
    return visit.page("releases/holders.html", holders=recalls.held_in(visit.session, own))
