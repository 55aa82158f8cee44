"""Masters: written once, read back for the guard, for packages and for the recount."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.core import db
from app.core.errors import NotFound
from app.models.release import Release, ReleaseMaster, ReleaseStatus
from app.releases import links
from app.releases.codebook import Master, read_master
from app.releases.guard import Published

WRITTEN = (ReleaseStatus.FROZEN, ReleaseStatus.REVOKED)


@dataclass(frozen=True)
class Earlier:
    """An earlier release of the survey with the people in it."""

    release: Release
    published: Published


def read(session: Session, release_id: UUID) -> tuple[Master, bytes]:
    """The master of a release and its seed; NotFound before the freeze."""
    with db.wearing(session, "research"):
        row = session.get(ReleaseMaster, release_id)
    if row is None:
        raise NotFound
    return read_master(row.content, row.codebook), bytes(row.seed)


def earlier(session: Session, release: Release) -> list[Earlier]:
    """Every release of the survey that was ever frozen, revoked ones too: somebody may hold them."""
    with db.wearing(session, "research"):
        rows = session.exec(
            select(Release)
            .where(
                col(Release.survey_id) == release.survey_id,
                col(Release.status).in_(WRITTEN),
                col(Release.id) != release.id,
            )
            .order_by(col(Release.number))
        ).all()
    found = []
    for row in rows:
        master, _ = read(session, row.id)
        at = links.places(session, row.survey_id, row.id)
        tags = [""] * len(at)
        for tag, place in at.items():
            tags[place] = tag.hex()
        found.append(
            Earlier(row, published(tags, master.columns, master.named("quasi"), master.named("sensitive")))
        )
    return found


def published(
    tags: Sequence[str], columns: Mapping[str, Sequence[str]], quasi: Sequence[str], sensitive: Sequence[str]
) -> Published:
    """A table as the guard sees it; `tags` stand beside its rows."""

    def cells(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return {tag: tuple(columns[name][row] for name in names) for row, tag in enumerate(tags)}

    return Published(cells(quasi), cells(sensitive))
