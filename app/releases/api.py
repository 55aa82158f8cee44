"""The releases' JSON doors: asking, approving, figures, single-use files, recalls."""

from typing import Annotated, Any

from fastapi.responses import Response

from app.access.guard import allowed
from app.access.permissions import Permission
from app.core.schemas import Listing, Problem
from app.core.web import ApiDoors, Here, Visit
from app.models.release import Recall, Release
from app.models.study import Study
from app.releases import delivery, lookup, recalls, requesting, showing
from app.releases.lookup import find_recall, find_release, find_study_inside
from app.releases.schemas import FileOut, LinkOut, RecallOut, ReleaseIn, ReleaseOut
from app.studies.approving import approver_of

doors = ApiDoors(tag="releases")
REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (401, 403, 404, 409, 422, 429)
}
ToList = Annotated[Study, allowed(Permission.register_read, find_study_inside)]
ToRequest = Annotated[Study, allowed(Permission.release_request, find_study_inside)]
ToRead = Annotated[Release, allowed(Permission.register_read, find_release)]
ToApprove = Annotated[Release, allowed(Permission.release_approve, find_release)]
ToDownload = Annotated[Release, allowed(Permission.release_download, find_release)]
ToRevoke = Annotated[Release, allowed(Permission.release_revoke, find_release)]
ToAcknowledge = Annotated[Recall, allowed(Permission.register_read, find_recall)]


@doors.get("/studies/{study_id}/releases", responses=REFUSALS)
def list_releases(visit: Here, study: ToList) -> Listing[ReleaseOut]:
    """A study's releases, newest first, for its owner, the stewards and the leads. They are few, so it is one page."""
    found = lookup.releases_of(visit.session, study)
    return Listing(items=showing.several(visit.session, found, visit.locale))


@doors.post("/studies/{study_id}/releases", status_code=201, responses=REFUSALS)
def request(visit: Here, study: ToRequest, body: ReleaseIn) -> ReleaseOut:
    """Asks for a release. A data steward and a lead moderator must agree, neither of them you."""
    made = requesting.request(visit.session, study, visit.actor, k=body.k, l=body.l, t=body.t)
    return showing.whole(visit.session, made, visit.locale)


@doors.get("/releases/{release_id}", responses=REFUSALS)
def read(visit: Here, release: ToRead) -> ReleaseOut:
    """A release: how far it is, and its figures once it is frozen."""
    return showing.whole(visit.session, release, visit.locale)


@doors.post("/releases/{release_id}/approvals", status_code=201, responses=REFUSALS)
def approve(visit: Here, release: ToApprove) -> ReleaseOut:
    """Approves in one's office; the second approval starts the freeze."""
    by = approver_of(visit.actor, visit.membership)
    return showing.whole(visit.session, requesting.approve(visit.session, release, by), visit.locale)


@doors.post("/releases/{release_id}/revocation", responses=REFUSALS)
def revoke(visit: Here, release: ToRevoke) -> ReleaseOut:
    """Ends a release; no link to it works any longer."""
    return showing.whole(visit.session, requesting.revoke(visit.session, release, visit.actor), visit.locale)


@doors.get("/releases/{release_id}/files", responses=REFUSALS)
def list_files(visit: Here, release: ToRead) -> Listing[FileOut]:
    """The links that were made and what they gave; never a link itself."""
    found = delivery.links_of(visit.session, release)
    return Listing(items=[FileOut.model_validate(one) for one in found])


@doors.post("/releases/{release_id}/files", status_code=201, responses=REFUSALS)
def make_link(visit: Here, release: ToDownload) -> LinkOut:
    """Makes a link that works once, for you, within 72 hours. At most three a day."""
    study = lookup.study_of(visit.session, release)
    made = delivery.make_link(visit.session, release, study, visit.actor)
    return LinkOut(
        path=f"/api/v1/releases/{release.id}/files/{made.token}", expires_at=made.delivery.expires_at
    )


@doors.get(
    "/releases/{release_id}/files/{token}",
    response_class=Response,
    responses=REFUSALS | {200: {"content": {"application/zip": {}}, "description": "The package."}},
)
def take_file(visit: Here, release: ToDownload, token: str) -> Response:
    """The package, once."""
    return package(visit, release, token)


def package(visit: Visit, release: Release, token: str) -> Response:
    """The file as an answer; every answer of ours says `no-store`."""
    study = lookup.study_of(visit.session, release)
    content = delivery.take_file(visit.session, release, study, visit.actor, token)
    return Response(
        content,
        media_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="release-{release.number}.zip"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@doors.get("/recalls", responses=REFUSALS)
def list_recalls(
    visit: Here, _: Annotated[Any, allowed(Permission.register_read, lookup.find_desk)]
) -> Listing[RecallOut]:
    """The recalls addressed to you; what waits comes first."""
    found = recalls.of_owner(visit.session, visit.actor.account_id)
    return Listing(items=[RecallOut.model_validate(recall) for recall, _ in found])


@doors.post("/recalls/{recall_id}/acknowledgement", responses=REFUSALS)
def acknowledge(visit: Here, recall: ToAcknowledge) -> RecallOut:
    """Confirms a recall: you move to the next release."""
    return RecallOut.model_validate(recalls.acknowledge(visit.session, recall, visit.actor))
