"""Avatars: an uneven pebble with the initial of the handle. No photograph, no colour of one's own choosing.

Shape and tint follow from the persona's random id alone, so that two pebbles of one person have nothing in common.
The SVG carries geometry as attributes and colours as classes: the content security policy refuses anything else.
"""

import hashlib
import math
import uuid

from markupsafe import Markup

TINTS = ("sage", "clay", "honey", "mist")
"""The four soft tints, written as classes `pebble-sage`, `pebble-clay`..."""

SIZE = 48
_CORNERS = 7
_UNEVEN = 0.16

Point = tuple[float, float]


def pebble(persona_id: uuid.UUID, initial: str) -> Markup:
    """The avatar as inline SVG, decorative: the handle always stands beside it."""
    middle = SIZE // 2
    return Markup(
        '<svg class="pebble pebble-{tint}" viewBox="0 0 {size} {size}" aria-hidden="true" focusable="false">'
        '<path d="{outline}"/>'
        '<text x="{middle}" y="{middle}" text-anchor="middle" dominant-baseline="central">{letter}</text></svg>'
    ).format(
        tint=tint(persona_id), size=SIZE, middle=middle, outline=outline(persona_id), letter=letter(initial)
    )


def tint(persona_id: uuid.UUID) -> str:
    """One of the four tints."""
    return TINTS[_bytes(persona_id)[0] % len(TINTS)]


def outline(persona_id: uuid.UUID) -> str:
    """A closed, smooth path through points at uneven distances from the middle."""
    noise = _bytes(persona_id)[1:]
    turn = noise[0] / 256 * math.tau
    corners = [_corner(turn + at / _CORNERS * math.tau, noise[at + 1] / 255) for at in range(_CORNERS)]
    curves = (_curve(*(corners[(at + step) % _CORNERS] for step in (-1, 0, 1, 2))) for at in range(_CORNERS))
    return f"M{_write(corners[0])}{''.join(curves)}Z"


def letter(initial: str) -> str:
    """The first letter or digit, in capitals; a middle dot for a text that has none."""
    return next((sign.upper()[0] for sign in initial if sign.isalnum()), "·")


def _corner(angle: float, noise: float) -> Point:
    radius = SIZE / 2 * (0.97 - _UNEVEN * noise)
    return SIZE / 2 + radius * math.cos(angle), SIZE / 2 + radius * math.sin(angle)


def _curve(before: Point, start: Point, end: Point, after: Point) -> str:
    """One Catmull-Rom segment from `start` to `end`, as a cubic Bézier."""
    leave = start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6
    arrive = end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6
    return f"C{_write(leave)} {_write(arrive)} {_write(end)}"


def _write(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _bytes(persona_id: uuid.UUID) -> bytes:
    return hashlib.sha256(b"pebble" + persona_id.bytes).digest()
