"""The guard at every door: who is it, does the object exist for this actor, may it do this? Then the object is handed over.

`ThreadToAnswer = Annotated[Thread, allowed(Permission.post_write, find_thread)]`. A finder takes the visit and the path's
parameters, and brings the object or raises NotFound; what it raises and what an outsider gets are the same answer.
"""

import inspect
from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI, Request
from fastapi.routing import iter_route_contexts
from starlette.concurrency import run_in_threadpool

from app.access import arrival, entering
from app.access.permissions import Permission
from app.access.predicates import Scene
from app.access.rules import refusal
from app.core import clock, db, keys
from app.core.errors import NotFound, Refusal, Refused
from app.core.idempotency import earlier_answer
from app.core.web import Visit, Waiting, get_visit, unguarded
from app.models.community import Community

Finder = Callable[..., Any]
INSIDE = ("/c/", "/api/v1/communities/")


def arrive(visit: Visit) -> None:
    """Finds out who is at the door, once, and refuses what another site sent in the reader's name."""
    if visit.actor is None:
        token, by_ticket = arrival.session_token(visit.request)
        if token:
            _recognise(visit, token, by_ticket)
            if visit.actor is not None and visit.actor.touched and not by_ticket:
                visit.set_cookie(**arrival.session_cookie(token))
        if (
            visit.actor is not None
            and not visit.request.cookies.get("locale")
            and not visit.request.query_params.get("lang")
        ):
            visit.locale = visit.actor.locale
        visit.csrf = csrf_token(token if visit.actor and not by_ticket else None)
        if visit.unsafe and not (visit.actor and by_ticket):
            _refuse_forgery(visit)


def _recognise(visit: Visit, token: str, by_ticket: bool) -> None:
    """Sets the actor; inside a community their entrance too, in the same journey when it can be."""
    slug = visit.request.path_params.get("slug", "")
    if slug and visit.request.scope["path"].startswith(INSIDE):
        short = entering.arrive_in(visit.session, token, slug, by_ticket=by_ticket)
        if short is not None:
            visit.actor, visit.entrance = short[0], (slug, short[1])
            return
    visit.actor = entering.find_actor(visit.session, token, by_ticket=by_ticket)


def csrf_token(session_token: str | None) -> str:
    """The form token of a session; for strangers one of the day (their forms change nothing of anybody's)."""
    return keys.tag("csrf", session_token or f"nobody {clock.today()}").hex()[:40]


def foreign(request: Request) -> bool:
    """Whether a browser says that another site sent this (Fetch metadata; Origin)."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    try:
        return origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")
    except ValueError:  # no address at all ("http://[")
        return True


def _refuse_forgery(visit: Visit) -> None:
    if foreign(visit.request):
        raise Refused("This was sent from another site.", code="foreign-origin")
    if visit.is_api and visit.actor is None:
        return  # no cookie was believed, so there is nothing to ride on
    given = visit.request.headers.get("x-csrf-token") or visit.form.get("csrf") or ""
    given = given if isinstance(given, str) else ""  # sent twice, or as a file
    if not keys.same(given, visit.csrf):
        if visit.actor is None and keys.same(given, keys.tag("csrf", f"nobody {clock.today()}").hex()[:40]):
            return
        raise Refused(
            "This form is too old. Open the page again; what you typed is still in your browser.", code="csrf"
        )


def check(permission: Permission, visit: Visit, target: Any = None) -> None:
    """Raises the refusal of the rules for this visit, if there is one."""
    reason = refusal(permission, Scene(visit.actor, visit.membership, target))
    if reason is not None:
        raise reason


def may(permission: Permission, visit: Visit, target: Any = None) -> bool:
    """Whether the act is allowed: for buttons on a page."""
    return refusal(permission, Scene(visit.actor, visit.membership, target)) is None


def allowed(permission: Permission, finder: Finder | None = None) -> Any:
    """A dependency that loads the object and authorises the act in one call. Without a finder the act has no object."""

    def stand(visit: Visit, **parameters: Any) -> Any:
        try:
            arrive(visit)
            if finder is None:
                check(permission, visit)
                return visit.actor
            if visit.actor is None:
                check(permission, visit)  # a visitor is sent to sign in before any look-up
            try:
                target = finder(visit, **parameters)
                check(permission, visit, target)
            except Refusal:
                visit.replay = earlier_answer(visit) if visit.actor else None
                if visit.replay is None:
                    raise
                return None  # the endpoint does not run: its first answer leaves again
            return target
        except BaseException:
            db.roll_back(visit.session)
            visit.session.close()
            raise

    async def guard(visit: Visit, **parameters: Any) -> Any:
        waiting = Waiting(partial(stand, visit, **parameters))
        if visit.waits(waiting):
            return waiting  # the door settles it first of all, in the thread and transaction of its endpoint
        return await run_in_threadpool(waiting.settle)

    wanted = list(inspect.signature(finder).parameters.values())[1:] if finder else []
    here = inspect.Parameter(
        "visit", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Annotated[Visit, Depends(get_visit)]
    )
    guard.__signature__ = inspect.Signature([here, *wanted])  # type: ignore[attr-defined]
    guard.permission = permission  # type: ignore[attr-defined]
    guard.stand = stand  # type: ignore[attr-defined]  # the short corridor asks without the framework
    return Depends(guard)


def enter_community(visit: Visit, slug: str) -> Community:
    """The finder of everything inside a community: sets `visit.membership`; what is hidden does not exist for outsiders."""
    if visit.entrance is not None and visit.entrance[0] == slug:
        entrance, visit.entrance = visit.entrance[1], None
        visit.membership = entrance.membership
        found: Community = entrance.community
        return found
    community = arrival.find_community(visit.session, slug)
    if community is None:
        raise NotFound
    visit.membership = arrival.enter(visit.session, visit.actor, community)
    entering.remember(visit.session, slug)
    return community


Anyone = Annotated[Any, allowed(Permission.community_list)]


def doors_without_permission(app: FastAPI) -> tuple[int, list[str]]:
    """How many doors there are, and those that name no permission. Uses the route contexts: `app.routes` holds wrappers."""
    count, bare = 0, []
    for context in iter_route_contexts(app.routes):
        dependant = getattr(context, "dependant", None)
        if dependant is None:
            continue
        count += 1
        if not _names_permission(dependant):
            bare.append(
                f"{sorted(getattr(context, 'methods', None) or ['WS'])} {getattr(context, 'path', '?')}"
            )
    return count, bare


def _names_permission(dependant: Any) -> bool:
    return next(_permissions(dependant), None) is not None


def open_to_visitors(dependant: Any) -> bool:
    """Whether nobody need be signed in at a door: all its permissions hold for a visitor."""
    asked = list(_permissions(dependant))
    return bool(asked) and all(
        one == unguarded.permission or refusal(one, Scene(None)) is None  # type: ignore[attr-defined]
        for one in asked
    )


def _permissions(dependant: Any) -> Iterator[Any]:
    own = getattr(dependant.call, "permission", None)
    if own is not None:
        yield own
    for each in dependant.dependencies:
        yield from _permissions(each)
