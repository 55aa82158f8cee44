"""Who is in which release: keyed tags and sealed places, apart from everything a researcher may read.

The key of a survey's releases lives in the keystore. From a tag nobody finds a contributor; from a contributor, with the
key, one finds the tag: that is enough for recalls, for "who has my answers" and for the guard.
"""

from uuid import UUID

from sqlmodel import Session, col, select

from app.core import keys, keystore
from app.models.release import ReleaseContributor, ReleaseHold

KIND = "releases"


def tag_of(survey_id: UUID, contributor: bytes) -> bytes:
    """How a contributor is called in the releases of a survey; 32 bytes."""
    return keys.tag_with(keystore.key_for(KIND, str(survey_id)), "contributor", contributor)


def keep(session: Session, survey_id: UUID, release_id: UUID, tags: list[bytes]) -> None:
    """Writes down who is in a release, in the order of its rows."""
    key = _place_key(survey_id)
    session.add_all(
        ReleaseContributor(
            release_id=release_id,
            tag=tag,
            survey_id=survey_id,
            place_sealed=keys.seal_with(key, place.to_bytes(4, "big"), release_id.bytes + tag),
        )
        for place, tag in enumerate(tags)
    )
    session.flush()


def places(session: Session, survey_id: UUID, release_id: UUID) -> dict[bytes, int]:
    """The row of each contributor of a release."""
    key = _place_key(survey_id)
    rows = session.exec(select(ReleaseContributor).where(col(ReleaseContributor.release_id) == release_id))
    return {
        bytes(row.tag): int.from_bytes(
            keys.open_with(key, row.place_sealed, release_id.bytes + row.tag), "big"
        )
        for row in rows
    }


def _place_key(survey_id: UUID) -> bytes:
    return keys.tag_with(keystore.key_for(KIND, str(survey_id)), "place")


def held(session: Session, survey_id: UUID) -> set[bytes]:
    """Who is held back for good."""
    return {
        bytes(tag)
        for tag in session.exec(select(ReleaseHold.tag).where(col(ReleaseHold.survey_id) == survey_id))
    }


def hold(session: Session, survey_id: UUID, tags: set[bytes]) -> None:
    """Holds these back from now on."""
    session.add_all(ReleaseHold(survey_id=survey_id, tag=tag) for tag in tags)
    session.flush()
