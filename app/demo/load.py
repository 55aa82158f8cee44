"""Fills an empty demo, in one transaction: a fill that is killed leaves nothing behind and can be started again."""

from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from sqlmodel import select

from app.core import clock, db
from app.demo import manifests
from app.demo.bells import make_bells
from app.demo.desk import make_desks
from app.demo.health import make_dashboards
from app.demo.letters import make_letters
from app.demo.people import make_people
from app.demo.places import make_places
from app.demo.rooms import make_rooms
from app.demo.scene import Scene
from app.demo.study import make_studies
from app.demo.talk import make_threads
from app.models.community import Community

SHAPES = ("demo", "bench")
Step = tuple[str, Callable[[Scene], None]]


def is_empty() -> bool:
    """Whether nobody lives here yet."""
    with db.transaction() as session:
        return session.exec(select(Community.id).limit(1)).first() is None


def ensure(shape: str = "", *, again: bool = False) -> None:
    """Fills an empty database. One that is filled already is left alone: with `again` that is fine when the shape is the same.

    Raises ValueError with a sentence for the reader otherwise; "" is the demo, or whatever is there.
    """
    if shape not in ("", *SHAPES):
        raise ValueError("the shapes are demo and bench")
    if is_empty():
        fill(shape or "demo")
        return
    with db.transaction() as session:
        found = manifests.shape_of(session)
    if not again or (shape and shape != found):
        raise ValueError(f"the {found} shape is here already; --reset starts over")


def fill(shape: str = "demo") -> None:
    """Fills the database with the demo, or with the shape that figures are measured on."""
    steps = steps_of(shape)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=False) as progress:
        bar = progress.add_task("The demo", total=len(steps))
        with db.transaction() as session:
            scene = Scene(session, shape, clock.now())
            for title, make in steps:
                progress.update(bar, description=title)
                make(scene)
                if scene.people:
                    scene.open_walls()
                progress.advance(bar)
            progress.update(bar, description="Writing it down")
        progress.update(bar, description="The demo is filled")


def steps_of(shape: str) -> list[Step]:
    """What a fill makes, in order."""
    alive: list[Step] = [
        ("Dashboards", make_dashboards),
        ("Desks", make_desks),
        ("Studies", make_studies),
        ("Letters", make_letters),
        ("Bells", make_bells),
    ]
    return [
        ("Communities", make_places),
        ("People", settle),
        ("Threads", make_threads),
        ("Rooms", make_rooms),
        *(alive if shape == "demo" else []),
    ]


def settle(scene: Scene) -> None:
    """Opens the walls of every community for this transaction, then lets people move in."""
    scene.open_walls()
    make_people(scene)


def manifest() -> dict[str, Any]:
    """Who and what was made, for the checks from outside."""
    return manifests.manifest()
