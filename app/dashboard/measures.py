"""What a person follows: choosing from the shelf, adding one's own, showing, hiding, removing."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, col, func, select

from app.core.catalogues import translations
from app.core.errors import Conflict, Invalid, NotFound
from app.dashboard import series
from app.dashboard.kinds import CUSTOM, KINDS, OWN, Kind
from app.dashboard.owner import Owner
from app.models.dashboard import Measure

MOST = 30
MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Followed:
    """A measure as its owner reads it. `name` is set for one's own measures only."""

    id: UUID
    kind: Kind
    name: str
    unit: str
    low: float | None
    high: float | None
    shown: bool
    rank: int

    @property
    def own(self) -> bool:
        """Whether the person named it."""
        return self.kind.code == CUSTOM

    @property
    def closed(self) -> bool:
        """Whether its values stay on a scale with two ends."""
        return self.low is not None and self.high is not None

    def label(self, locale: str) -> str:
        """Its name, in the reader's language when it is ours."""
        return self.name or translations(locale).gettext(self.kind.label)

    def drawn(self, locale: str) -> series.Measure:
        """As charts and sentences know it."""
        return series.Measure(self.label(locale), self.unit, self.low, self.high)


def list_followed(session: Session, owner: Owner) -> list[Followed]:
    """Everything the person follows, in their order."""
    rows = session.exec(select(Measure).where(col(Measure.owner) == owner.tag).order_by(col(Measure.rank)))
    return [opened(owner, row) for row in rows]


def find(session: Session, owner: Owner, measure_id: UUID) -> Followed:
    """One of the person's own measures; NotFound for everything else."""
    return opened(owner, _row(session, owner, measure_id))


def opened(owner: Owner, row: Measure) -> Followed:
    """A row in clear."""
    content = owner.unseal(row.sealed, row.id)
    kind = KINDS.get(content["code"], OWN)
    if kind is OWN:
        unit, low, high = content["unit"], content["low"], content["high"]
    else:
        unit = kind.unit
        low, high = (kind.low, kind.high) if kind.closed else (None, None)
    return Followed(row.id, kind, content.get("name", ""), unit, low, high, row.shown, row.rank)


def follow(session: Session, owner: Owner, code: str) -> Followed:
    """Adds one of the ready measures; Conflict when it is there already."""
    known = list_followed(session, owner)
    if code not in KINDS:
        raise Invalid(fields={"code": "Choose one of the answers offered."})
    if any(one.kind.code == code for one in known):
        raise Conflict("You follow this already.")
    return _add(session, owner, {"code": code}, known)


def follow_own(
    session: Session,
    owner: Owner,
    *,
    name: str,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
) -> Followed:
    """Adds a measure that the person named; with `low` and `high` it has a scale with two ends."""
    known = list_followed(session, owner)
    if not name:
        raise Invalid(fields={"label": "Give it a short name."})
    if (low is None) != (high is None) or (low is not None and high is not None and low >= high):
        raise Invalid(fields={"high": "Give both ends of the scale, the lower one first."})
    if any(one.name.casefold() == name.casefold() for one in known if one.own):
        raise Conflict("You follow this already.")
    content = {"code": CUSTOM, "name": name, "unit": unit, "low": low, "high": high}
    return _add(session, owner, content, known)


def _add(session: Session, owner: Owner, content: dict[str, Any], known: list[Followed]) -> Followed:
    if len(known) >= MOST:
        raise Conflict("Thirty measures are the most. Remove one first.")
    new_id = uuid4()
    row = Measure(
        id=new_id,
        owner=owner.tag,
        sealed=owner.seal(content, new_id),
        rank=max((one.rank for one in known), default=-1) + 1,
        shown=sum(one.shown for one in known) < MOST_SHOWN,
    )
    session.add(row)
    session.flush()
    return opened(owner, row)


def change(
    session: Session, owner: Owner, measure_id: UUID, *, name: str | None = None, shown: bool | None = None
) -> Followed:
    """Renames one's own measure, shows or hides one. At most six are shown."""
    row = _row(session, owner, measure_id)
    if name is not None:
        content = owner.unseal(row.sealed, row.id)
        if content["code"] != CUSTOM or not name:
            raise Invalid(fields={"label": "Only a measure of your own has another name."})
        row.sealed = owner.seal(content | {"name": name}, row.id)
    if shown is not None and shown != row.shown:
        lit = select(func.count()).where(col(Measure.owner) == owner.tag, col(Measure.shown))
        if shown and session.exec(lit).one() >= MOST_SHOWN:
            raise Conflict("Six measures are shown at most. Hide one first.")
        row.shown = shown
    session.flush()
    return opened(owner, row)


def choose(session: Session, owner: Owner, codes: list[str], ids: list[UUID]) -> None:
    """Shows exactly these: ready measures by code (added when new), others by id. What is hidden keeps its entries."""
    known = list_followed(session, owner)
    wanted = [one.id for one in known if one.kind.code in codes or one.id in ids]
    fresh = [code for code in KINDS if code in codes and all(one.kind.code != code for one in known)]
    if len(wanted) + len(fresh) > MOST_SHOWN:
        raise Invalid(
            "Six measures are shown at most. Hide one first.", fields={"codes": "Choose six at most."}
        )
    if not wanted and not fresh:
        raise Invalid(fields={"codes": "Choose at least one."})
    rows = session.exec(select(Measure).where(col(Measure.owner) == owner.tag)).all()
    for row in rows:
        row.shown = row.id in wanted
    session.flush()
    for code in fresh:
        follow(session, owner, code)


def remove(session: Session, owner: Owner, measure_id: UUID) -> None:
    """Removes a measure with all its entries, for good."""
    session.delete(_row(session, owner, measure_id))
    session.flush()


def _row(session: Session, owner: Owner, measure_id: UUID) -> Measure:
    row = session.get(Measure, measure_id)
    if row is None or row.owner != owner.tag:
        raise NotFound
    return row
