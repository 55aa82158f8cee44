"""Where the labels of events go: in at most three rows above the plot, none over another.

A label whose span holds another event's line sits in a higher row, so that the line stops below it.
An event that finds no room keeps its line; its words stand in the sentence and in the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.dashboard.geometry import LETTER, Canvas, Label, Marker

ROWS = 3
ROW = 1.4  # height of a row, in font sizes
SPACE = 6.0  # between a line and its label


@dataclass(frozen=True, slots=True)
class _Wish:
    """A label that knows its side and its width, and waits for its row."""

    x: float
    text: str
    after: bool
    width: float

    @property
    def span(self) -> tuple[float, float]:
        reach = self.width + SPACE * 2
        return (self.x, self.x + reach) if self.after else (self.x - reach, self.x)


def place_markers(events: Sequence[tuple[float, str]], canvas: Canvas) -> list[Marker]:
    """One marker for each event, given as its position and its words, from left to right."""
    wishes = [_wish(x, text, canvas) for x, text in events]
    rightwards = [i for i, wish in enumerate(wishes) if wish.after]
    leftwards = [i for i, wish in enumerate(wishes) if not wish.after]
    rows: dict[int, int] = {}
    for i in (*reversed(rightwards), *leftwards):
        low, high = wishes[i].span
        beneath = [row for j, row in rows.items() if low < wishes[j].x < high]
        taken = {row for j, row in rows.items() if wishes[j].span[0] < high and low < wishes[j].span[1]}
        rows[i] = next(
            row for row in range(max(beneath, default=-1) + 1, len(wishes) + 1) if row not in taken
        )
    highest = min(ROWS - 1, max(rows.values(), default=-1))
    return [_marker(wish, rows[i], highest, canvas.font) for i, wish in enumerate(wishes)]


def headroom(markers: Sequence[Marker], font: float) -> float:
    """The top of the plot: below the lowest row of labels."""
    rows = len({marker.label.y for marker in markers if marker.label})
    return round(font * (0.6 + ROW * rows), 1)


def _wish(x: float, text: str, canvas: Canvas) -> _Wish:
    """The label goes to the right when it fits there, else to the side with more room, shortened to it."""
    letter = canvas.font * LETTER * 1.06  # event labels are set in bold
    wanted = len(text) * letter
    room_after, room_before = canvas.width - x - SPACE, x - SPACE
    after = wanted <= room_after or room_after >= room_before
    room = room_after if after else room_before
    if wanted > room:
        text = text[: max(1, int(room / letter) - 1)].rstrip() + "…"
    return _Wish(x, text, after, min(wanted, room))


def _marker(wish: _Wish, row: int, highest: int, font: float) -> Marker:
    if row > highest:
        return Marker(wish.x, round(font * (0.6 + ROW * (highest + 1)), 1), None)
    baseline = round(font * (1 + ROW * (highest - row)), 1)
    x = round(wish.x + (SPACE if wish.after else -SPACE), 1)
    return Marker(
        wish.x, round(baseline - font, 1), Label(x, baseline, wish.text, "start" if wish.after else "end")
    )
