"""Notices of illegal content by anybody (DSA, article 16). The answer is always the same, whatever the address names."""

import re
from uuid import UUID

import orjson
from sqlmodel import Session, col, select

from app.access import arrival
from app.core import clock, db, keys
from app.core.errors import Invalid
from app.core.text import N_
from app.models.community import Community
from app.models.review import ItemKind, PublicNotice
from app.models.thread import Post, Thread
from app.review.harm import ReportReason
from app.review.items import open_item

_SLUG = re.compile(r"/(?:c|communities)/([a-z0-9-]{2,60})")
_THREAD = re.compile(r"/t/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def give(
    session: Session, *, location: str, reason: str, words: str, name: str, email: str, in_good_faith: bool
) -> PublicNotice:
    """Keeps a notice, its sender sealed. It goes to the queue of the community it names, else to the general inbox.

    Raises Invalid for what the law asks and the form lacks; never says whether the place exists.
    """
    faults = {}
    if not location:
        faults["location"] = N_("Say where it is: the address, or words to find it.")
    if reason not in set(ReportReason):
        faults["reason"] = N_("Choose what is wrong.")
    if len(words) < 10:
        faults["words"] = N_("Explain in a sentence or two why this is against the law.")
    if not _ADDRESS.fullmatch(email) and reason != ReportReason.MINOR:
        faults["email"] = N_("We need an address to answer you.")
    if not in_good_faith:
        faults["faith"] = N_("Confirm that what you say is true as far as you know.")
    if faults:
        raise Invalid(fields=faults)
    community = _community(session, location)
    notice = PublicNotice(
        community_id=community.id if community else None, location=location, reason=reason, words=words, at=clock.now(),
        contact_sealed=b"",
    )  # fmt: skip
    notice.contact_sealed = keys.seal("notice", orjson.dumps({"name": name, "email": email}), notice.id.bytes)
    session.add(notice)
    session.flush()
    if community is not None:
        _queue(session, notice, community, location)
    return notice


def _community(session: Session, location: str) -> Community | None:
    match = _SLUG.search(location)
    return arrival.find_community(session, match[1]) if match else None


def _queue(session: Session, notice: PublicNotice, community: Community, location: str) -> None:
    """Puts the notice before the moderators of its community, beside the text it names when there is one."""
    before = session.info.get("communities", ()), session.info.get("tags", ())
    db.act_in(session, [community.id])
    match = _THREAD.search(location)
    thread = session.get(Thread, UUID(match[1])) if match else None
    text, kind, subject, author = notice.words, "notice", notice.id, None
    if thread is not None and thread.community_id == community.id:
        post = session.exec(select(Post).where(col(Post.thread_id) == thread.id, col(Post.opening))).first()
        if post is not None:
            kind, subject, author = "post", post.id, post.author_id
            text = f"{notice.words}\n\n{thread.title}\n\n{post.body}"
    open_item(
        session, community_id=community.id, kind=ItemKind.NOTICE, subject_kind=kind, subject_id=subject,
        author_id=author, text=text, reason=notice.reason,
    )  # fmt: skip
    db.act_in(session, list(before[0]), tuple(before[1]))
