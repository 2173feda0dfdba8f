"""Changes between two waves as a drawing (SVG), from before to after with the interval.

No Streamlit here. Only what is shown is drawn: the words beside say what is masked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import drawing, french
from dashboard.comparisons import SIGNS, moved, points
from dashboard.drawing import SOFT, paragraph, text
from dashboard.snapshot import Row

TOP = 40
GREEN, GREY = "#2f8f76", "#6f6a60"
LETTER = 6.9  # pixels, on average, of a letter of 13
POINT_HEIGHT = 330


@dataclass(frozen=True)
class Room:
    """How wide a drawing is, in pixels; whether its names stand above the lines or before them."""

    width: int
    labels: int  # before the scale
    right: int  # after it
    row: int
    name: int  # characters in a line
    waves: tuple[int, int, int]  # where the lines of the waves begin, the first wave, the last
    stacked: bool


WIDE = Room(900, 260, 150, 42, 38, (60, 180, 780), stacked=False)
NARROW = Room(420, 12, 126, 62, 54, (34, 80, 370), stacked=True)  # a phone


def dumbbells(changes: Sequence[Row], title: str, room: Room = WIDE) -> str | None:
    """Return the SVG, one line per row with a panel shown; None when there is none.

    Reads `label`, `verdict`, `panel_before`, `panel_after`, `panel_change`, `low`, `high` (the
    interval of the change, in points) and `all_change`, with `wave_from` and `wave_to`.
    """
    shown = [row for row in changes if row["panel_before"] is not None]
    if not shown:
        return None
    bottom = TOP + room.row * len(shown)
    lines = (_change(room, n, row) for n, row in enumerate(shown))
    key, end = _key(room, shown, bottom)
    return drawing.page(room.width, end, title, "".join([_scale(room, bottom), *lines, key]))


def _x(room: Room, score: float) -> float:
    """A score, cut to the scale, as a place."""
    return room.labels + min(max(score, 0), 100) / 100 * (room.width - room.labels - room.right)


def _scale(room: Room, bottom: float) -> str:
    marks = (
        f'<path d="M{_x(room, score):.1f} {TOP - 10}V{bottom}" stroke="#d8d2c4"/>'
        + text(_x(room, score), TOP - 18, str(score), 13, anchor="middle", color=SOFT)
        for score in (0, 25, 50, 75, 100)
    )
    return "".join(marks)


def _names(room: Room, n: int, row: Row) -> list[str]:
    names = drawing.lines(row["label"], room.name)[:2]
    top = TOP + n * room.row + (17 if room.stacked else room.row / 2 + 5)
    apart = 0 if room.stacked else 15 * (len(names) - 1) / 2
    return [
        text(2, top + 15 * k - apart, part, 13.5, bold=n == 0, halo=room.stacked)
        for k, part in enumerate(names)
    ]


def _change(room: Room, n: int, row: Row) -> str:
    y = TOP + n * room.row + (room.row - 20 if room.stacked else room.row / 2)
    drawn = _names(room, n, row)
    before, after = (_x(room, row[side]) for side in ("panel_before", "panel_after"))
    color = GREEN if moved(row) else GREY
    if row["low"] is not None:
        low, high = (_x(room, row["panel_before"] + row[side]) for side in ("low", "high"))
        drawn.append(
            f'<rect x="{low:.1f}" y="{y - 8}" width="{max(high - low, 1):.1f}" height="16" rx="3"'
            f' fill="{color}" fill-opacity=".28"/>'
        )
    drawn.append(
        f'<path d="M{before:.1f} {y}H{after:.1f}" stroke="{color}" stroke-width="3"/>'
        f'<circle cx="{before:.1f}" cy="{y}" r="5.5" fill="#fff" stroke="{color}"'
        f' stroke-width="2.5"/><circle cx="{after:.1f}" cy="{y}" r="6.5" fill="{color}"/>'
    )
    said = f"{SIGNS.get(moved(row), '')} {points(row['panel_change'])}".strip()
    right = room.width - room.right + 14
    drawn.append(text(right, y + 1, said, 15, bold=bool(moved(row))))
    everyone = f"toutes : {points(row['all_change'])}" if row["all_change"] is not None else ""
    drawn.append(text(right, y + 16, everyone, 12, color=SOFT))
    return "".join(drawn)


def _key(room: Room, shown: Sequence[Row], bottom: float) -> tuple[str, float]:
    """The signs, in as many lines as the width asks for; and the y below them."""
    first, last = shown[0]["wave_from"], shown[0]["wave_to"]
    signs = (
        (f'<circle cx="8" cy="0" r="5.5" fill="#fff" stroke="{GREEN}" stroke-width="2.5"/>',
         20, f"panel en {first}"),
        (f'<circle cx="8" cy="0" r="6.5" fill="{GREEN}"/>', 20, f"le même en {last}"),
        (f'<rect y="-8" width="34" height="16" rx="3" fill="{GREEN}" fill-opacity=".28"/>',
         40, "intervalle à 95 % de l'évolution"),
        (f'<circle cx="8" cy="0" r="6.5" fill="{GREY}"/>', 20, "gris : on ne peut pas conclure"),
    )  # fmt: skip
    drawn, x, y = "", 2.0, bottom + 24
    for sign, indent, said in signs:
        wide = indent + LETTER * len(said) + 16
        if x + wide > room.width:
            x, y = 2.0, y + 24
        drawn += f'<g transform="translate({x:.1f} {y:.1f})">{sign}{text(indent, 5, said, 13)}</g>'
        x += wide
    said = "À droite : l'évolution du panel, en points, puis celle de toutes les répondantes."
    rest, y = paragraph(2, y + 27, said, int(room.width / LETTER), 13, color=SOFT)
    return drawn + rest, y


def waves(
    scores: Sequence[Row], beside: Sequence[Row], title: str, name: str, room: Room = WIDE
) -> str | None:
    """Return the index wave by wave with its intervals; None when no wave is shown.

    Reads `wave`, `score`, `low`, `high`, `structures`; `beside`, the whole Drôme, is thinner.
    """
    if all(row["score"] is None for row in scores):
        return None
    known = sorted({row["wave"] for row in (*scores, *beside)})
    _, first, last = room.waves
    apart = (last - first) / max(len(known) - 1, 1)
    places = {wave: first + n * apart for n, wave in enumerate(known)}
    drawn = [_levels(room, places), _entry(2, 18, GREEN, name)]
    if beside:
        x, y = (2, 40) if room.stacked else (40 + 8 * len(name), 18)
        drawn.append(_entry(x, y, GREY, "Toute la Drôme"))
        drawn.append(_series(room, beside, places, GREY, 16))
    drawn.append(_series(room, scores, places, GREEN, 0))
    return drawing.page(room.width, POINT_HEIGHT, title, "".join(drawn))


def _y(score: float) -> float:
    return POINT_HEIGHT - 40 - score / 100 * (POINT_HEIGHT - 100)


def _levels(room: Room, places: dict[int, float]) -> str:
    left = room.waves[0]
    drawn = [
        f'<path d="M{left} {_y(score):.1f}H{room.width - 30}" stroke="#d8d2c4"/>'
        + text(left - 10, _y(score) + 5, str(score), 13, anchor="end", color=SOFT)
        for score in (0, 25, 50, 75, 100)
    ]
    drawn += [
        text(x, POINT_HEIGHT - 14, str(wave), 14, anchor="middle") for wave, x in places.items()
    ]
    return "".join(drawn)


def _entry(x: float, y: float, color: str, name: str) -> str:
    return f'<circle cx="{x + 6}" cy="{y}" r="6" fill="{color}"/>' + text(x + 20, y + 5, name, 14)


def _series(
    room: Room, scores: Sequence[Row], places: dict[int, float], color: str, aside: float
) -> str:
    shown = [row for row in scores if row["score"] is not None]
    spots = [(places[row["wave"]] + aside, _y(row["score"]), row) for row in shown]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in spots)
    drawn = [f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="3"/>']
    for x, y, row in spots:
        low, high = (y if row[side] is None else _y(row[side]) for side in ("low", "high"))
        if low != high:
            bar = (
                f"M{x:.1f} {low:.1f}V{high:.1f}M{x - 6:.1f} {low:.1f}h12M{x - 6:.1f} {high:.1f}h12"
            )
            drawn.append(f'<path d="{bar}" stroke="{color}" stroke-width="2"/>')
        drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{color}"/>')
        if not aside:
            drawn.append(_value(room, x, (high, y, low), row))
    return "".join(drawn)


def _value(room: Room, x: float, ends: tuple[float, float, float], row: Row) -> str:
    """The score and its number of structures: before the point, or above and below its interval."""
    high, y, low = ends
    score, n = french.number(row["score"]), f"n = {row['structures']}"
    if not room.stacked:
        return text(x - 12, y - 12, f"{score} ({n})", 13, anchor="end", bold=True, halo=True)
    above = text(x, min(high, y - 6) - 7, score, 15, anchor="middle", bold=True, halo=True)
    return above + text(x, max(low, y + 6) + 17, n, 13, anchor="middle", halo=True)
