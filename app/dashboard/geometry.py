"""The shapes a drawn chart is made of, in the units of its canvas."""

from dataclasses import dataclass

Coordinates = tuple[float, float]
LETTER = 0.56  # width of an average letter, in font sizes


@dataclass(frozen=True, slots=True)
class Canvas:
    """Size of a drawing in its own units, the size of its labels, and how many days it can name."""

    name: str
    width: float
    height: float
    font: float
    day_labels: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return round(self.right - self.left, 1)

    @property
    def height(self) -> float:
        return round(self.bottom - self.top, 1)


@dataclass(frozen=True, slots=True)
class Label:
    """A piece of text; `anchor` is the SVG word: start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """One series: its unbroken lines, the areas under them, days standing alone, and its last day."""

    dashed: bool
    lines: list[list[Coordinates]]
    areas: list[list[Coordinates]]
    dots: list[Coordinates]
    last: Coordinates | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without an entry: the rectangle and the diagonals that hatch it."""

    box: Box
    hatch: list[tuple[Coordinates, Coordinates]]


@dataclass(frozen=True, slots=True)
class Marker:
    """An event: a vertical line at `x`, from `top` to the floor of the plot, and its label if there is room."""

    x: float
    top: float
    label: Label | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole chart on one canvas."""

    canvas: Canvas
    plot: Box
    levels: list[Label]
    days: list[Label]
    gaps: list[Gap]
    strokes: list[Stroke]
    markers: list[Marker]
