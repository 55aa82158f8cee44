"""The JSON door of search."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from pydantic import Field

from app.access.guard import allowed
from app.access.permissions import Permission
from app.core import limits
from app.core.schemas import Answer, Listing, Problem
from app.core.web import ApiDoors, Here
from app.search import finding
from app.search.pages import cleaned
from app.search.places import chosen, searchable

doors = ApiDoors(tag="search")
Known = Annotated[Any, allowed(Permission.personas_own)]


class Found(Answer):
    """A post that holds the words, and where it stands."""

    post_id: UUID
    thread_id: UUID
    community: str = Field(examples=["multiple-sclerosis"])
    topic: str = Field(examples=["treatments"])
    title: str = Field(examples=["Tired after lunch since the new treatment"])
    author: str | None = Field(
        description="handle; null once its author was erased", examples=["Mésange des prés"]
    )
    snippet: str = Field(
        description="plain text around the words", examples=["… tired after lunch, even on calm days …"]
    )
    lang: str = Field(examples=["en"])
    created_at: datetime


@doors.get("/search", responses={code: {"model": Problem} for code in (401, 404, 422, 429)})
def search(
    visit: Here,
    actor: Known,
    q: Annotated[str, Query(min_length=1, max_length=200, description="words, or a phrase between quotes")],
    community: Annotated[
        str, Query(max_length=60, description="slug of one of your groups; all of them if left out")
    ] = "",
    topic: Annotated[str, Query(max_length=60)] = "",
    support: Literal["", "to_be_heard", "advice", "information"] = "",
    since: Annotated[datetime | None, Query(description="not older than this moment")] = None,
    after: Annotated[str, Query(max_length=400)] = "",
    size: Annotated[int, Query(ge=1, le=50)] = 20,
) -> Listing[Found]:
    """Posts of your groups that hold the words, the best first. There is no total: nobody counts what they may not see."""
    limits.hit("search", actor.account_id.bytes)
    places = searchable(visit)
    moment = since.replace(tzinfo=since.tzinfo or UTC) if since else None
    wanted = finding.Wanted(cleaned(q), chosen(places, community), cleaned(topic), support, moment)
    page = finding.find(visit.session, [persona for _, persona in places], wanted, after=after, size=size)
    slugs = {one.id: one.slug for one, _ in places}
    return Listing(
        items=[
            Found(
                post_id=one.id, thread_id=one.thread_id, community=slugs[one.community_id], topic=one.topic,
                title=one.title, author=one.handle, snippet=finding.plain(one.snippet), lang=one.lang,
                created_at=one.created_at,
            )
            for one in page.items
        ],
        next=page.next,
    )  # fmt: skip
