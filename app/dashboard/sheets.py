"""The words of the doctor's sheet, kept sealed, and the sheet made of them and of what was noted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from app.core import clock
from app.core.errors import Invalid
from app.dashboard import board, entries, marks, measures
from app.dashboard.measures import Followed
from app.dashboard.owner import Owner
from app.dashboard.series import Measure, Series
from app.dashboard.sheet import SheetData, Treatment
from app.models.dashboard import Mark

SORT = "sheet"


@dataclass(frozen=True, slots=True)
class Words:
    """What the person wants to say, their questions, and the measure of the one chart."""

    message: str = ""
    questions: tuple[str, ...] = ()
    measure: UUID | None = None


def words_of(session: Session, owner: Owner) -> Words:
    """The words kept last."""
    row = _row(session, owner)
    if row is None:
        return Words()
    content = owner.unseal(row.sealed, row.id)
    measure = UUID(content["measure"]) if content["measure"] else None
    return Words(content["message"], tuple(content["questions"]), measure)


def keep(session: Session, owner: Owner, words: Words) -> None:
    """Keeps the words for the next sheet."""
    row = _row(session, owner) or Mark(id=uuid4(), owner=owner.tag, sealed=b"")
    row.sealed = owner.seal(
        {
            "sort": SORT,
            "message": words.message,
            "questions": list(words.questions),
            "measure": str(words.measure or ""),
        },
        row.id,
    )
    session.add(row)
    session.flush()


def prepare(session: Session, owner: Owner, locale: str) -> SheetData:
    """The sheet's content: words, one chart, a table of what is shown, treatments. Invalid when nothing was ever noted."""
    shown = [one for one in measures.list_followed(session, owner) if one.shown]
    noted = entries.list_entries(session, owner, shown, *board.window())
    kept, marked = words_of(session, owner), marks.list_marks(session, owner)
    with_days = [one for one in shown if any(entry.measure_id == one.id for entry in noted)]
    if not with_days:
        raise Invalid("Note at least one day first: the sheet shows what you noted.")
    chosen = next((one for one in with_days if one.id == kept.measure), with_days[0])
    own = {one.id: [entry for entry in noted if entry.measure_id == one.id] for one in with_days}
    return SheetData(
        prepared=clock.today(),
        plot=board.plot_of(chosen, own[chosen.id], marks.of_charts(marked), locale),
        tracked=[row for one in with_days for row in _rows(one, own[one.id], locale)],
        message=kept.message,
        treatments=[Treatment(one.label, one.detail, one.day) for one in marked if one.sort == "treatment"],
        questions=kept.questions,
    )


def _rows(measure: Followed, noted: Sequence[entries.Noted], locale: str) -> list[tuple[Measure, Series]]:
    plot = board.plot_of(measure, noted, (), locale)
    rows: list[tuple[Measure, Series]] = [(plot.measure, plot.series)]
    if plot.second is not None:
        rows.append((replace(plot.measure, label=plot.second_label), plot.second))
    return rows


def _row(session: Session, owner: Owner) -> Mark | None:
    rows = session.exec(select(Mark).where(col(Mark.owner) == owner.tag))
    return next((row for row in rows if owner.unseal(row.sealed, row.id)["sort"] == SORT), None)
