"""The schemes of a territory on a line of time (SVG), for the page and the paper. No Streamlit.

A date known by its year alone is drawn as the whole year; an unknown end as a dashed line.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard import drawing, french
from dashboard.drawing import INK, SELECTED, SOFT, paint, paragraph, text
from dashboard.indicators import STATE_BANDS
from dashboard.snapshot import Row

TOP, LABEL_SIZE = 34, 12  # pixels, points
LETTER = 6.8  # the width of a letter of a state, in a wide font
RUNNING = ("in_force", "partly", "to_renew")


@dataclass(frozen=True)
class Room:
    """How wide a drawing is, in pixels; whether its names stand above the lines or before them."""

    width: int
    labels: int  # before the first year
    right: int  # after the last
    row: int
    name: int  # characters in a line
    years: int  # that fit in the width
    stacked: bool


WIDE = Room(900, 290, 170, 40, 42, 12, stacked=False)
NARROW = Room(420, 16, 18, 80, 62, 7, stacked=True)  # a phone


def draw(
    schemes: Sequence[Row], as_of: date, title: str, day: date | None = None, room: Room = WIDE
) -> str | None:
    """Return the SVG, one line per scheme that has a date; None when no scheme has one.

    Reads `policy_label`, `official_name`, `state_code`, `start_date`, `adopted_date` and
    `expires_on` (AAAA, AAAA-MM or AAAA-MM-JJ); `line`, when a row has one, stands in place of the
    names. `as_of` is the day at which the states are known, `day` another one to be marked.
    """
    dated = [row for row in schemes if start(row) is not None]
    if not dated:
        return None
    today = _moment(as_of)
    marked = _moment(day or as_of)
    first = int(min(marked, *filter(None, map(start, dated))))
    last = int(max(today, marked, *(end(row) or 0 for row in dated))) + 1
    axis = _Axis(room, first, last)
    bottom = TOP + room.row * len(dated)
    drawn = [_years(axis, bottom), *(_line(axis, n, row, today) for n, row in enumerate(dated))]
    signs = {
        "Petit tiret : fin non connue.": any(end(row) is None for row in dated),
        "Losange : label, signature ou adoption.":
            any(row["start_date"] and row["adopted_date"] for row in dated),
    }  # fmt: skip
    told = [sign for sign, there in signs.items() if there]
    key, end_of_key = _today(axis, as_of, day or as_of, bottom, told)
    return drawing.page(room.width, end_of_key, title, "".join([*drawn, key]))


def summary(schemes: Sequence[Row]) -> str:
    """The timeline in words, for those who do not see it."""
    dated = [row for row in schemes if start(row) is not None]
    said = [f"{_named(row)} : {STATE_BANDS[row['state_code']].label}" for row in dated]
    return f"Frise des politiques. {' ; '.join(said)}. Les dates sont dans la table qui suit."


def start(row: Row) -> float | None:
    """When a scheme began, in years: its start, else its adoption."""
    return _year(row["start_date"] or row["adopted_date"], last=False)


def end(row: Row) -> float | None:
    """When it ends, in years, to the end of what is known of the date."""
    return _year(row["expires_on"], last=True)


class _Axis:
    def __init__(self, room: Room, first: int, last: int) -> None:
        self.room, self.first, self.last = room, first, last

    def x(self, year: float) -> float:
        wide = self.room.width - self.room.labels - self.room.right
        return self.room.labels + (year - self.first) / (self.last - self.first) * wide


def _years(axis: _Axis, bottom: float) -> str:
    step = math.ceil((axis.last - axis.first) / axis.room.years)
    drawn = []
    for year in range(axis.first, axis.last + 1, step):
        x = axis.x(year)
        drawn.append(f'<path d="M{x:.1f} {TOP - 8}V{bottom}" stroke="#d8d2c4"/>')
        drawn.append(text(x, TOP - 14, str(year), 12, anchor="middle", color=SOFT))
    return "".join(drawn)


def _line(axis: _Axis, n: int, row: Row, today: float) -> str:
    room, top = axis.room, TOP + n * axis.room.row
    drawn = _names(room, row, top)
    y = top + 28 if room.stacked else top
    begun, ended = start(row) or axis.first, end(row)
    # a scheme whose end is not known lasts until today only when it is known to be in force
    open_until = today if row["state_code"] in RUNNING else begun + 0.5
    stop = ended if ended is not None else max(open_until, begun + 0.5)
    x, right = axis.x(begun), axis.x(stop)
    band = STATE_BANDS[row["state_code"]]
    drawn.append(
        f'<rect x="{x:.1f}" y="{y + 7}" width="{max(right - x, 3):.1f}" height="16" rx="2"'
        f' fill="{paint(band)}" stroke="#444"/>'
    )
    if ended is None:
        drawn.append(
            f'<path d="M{right:.1f} {y + 15}h16" stroke="#444" stroke-width="1.5"'
            f' stroke-dasharray="3 3"/>'
        )
    adopted = _year(row["adopted_date"], last=False)
    if row["start_date"] and adopted is not None:
        a = axis.x(adopted)
        drawn.append(f'<path d="M{a:.1f} {y + 3}l6 12l-6 12l-6-12z" fill="#fff" stroke="{INK}"/>')
    state = "État à ce jour inconnu" if row["state_code"] == "unknown" else band.label
    is_open = ended is None and row["state_code"] in RUNNING
    said = f"{state}, fin non connue" if is_open else state
    after = max(right + (22 if ended is None else 8), axis.x(today) + 8)
    return "".join([*drawn, *_said(room, said, after, y)])


def _said(room: Room, state: str, after: float, y: float) -> list[str]:
    """The state after the bar, or under it."""
    if room.stacked:
        return [text(2, y + 38, state, 11.5, halo=True)]
    parts = drawing.lines(state, int((room.width - after) / LETTER))
    return [text(after, y + 14 + 13 * k, part, 11.5, halo=True) for k, part in enumerate(parts)]


def _names(room: Room, row: Row, y: float) -> list[str]:
    names = drawing.lines(_named(row), room.name)[: 2 if room.stacked else 3]
    above = 9 if len(names) > 2 else 14  # noqa: PLR2004 # three lines fill the row
    return [
        text(2, y + above + 13 * k, name, LABEL_SIZE, halo=room.stacked)
        for k, name in enumerate(names)
    ]


def _today(
    axis: _Axis, as_of: date, day: date, bottom: float, signs: Sequence[str]
) -> tuple[str, float]:
    """The day of the states, dashed, and another one when it is asked for, whole and thicker.

    Then what the `signs` mean; the y below it all too.
    """
    x, y = axis.x(_moment(as_of)), bottom + 8
    drawn = f'<path d="M{x:.1f} {TOP - 8}V{y}" stroke="{INK}" stroke-width="1.5"'
    drawn += ' stroke-dasharray="5 3"/>'
    said = f"Trait vertical tireté : état au {french.day(as_of)}"
    if day != as_of:
        x = axis.x(_moment(day))
        drawn += f'<path d="M{x:.1f} {TOP - 8}V{y}" stroke="{SELECTED}" stroke-width="2.5"/>'
        said += f" ; trait plein : {french.day(day)}"
    said = " ".join([f"{said}.", *signs])
    key, low = paragraph(2, bottom + 24, said, int(axis.room.width / LETTER), 12, color=SOFT)
    return drawn + key, low


def _moment(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 366


def _named(row: Row) -> str:
    if row.get("line"):
        return str(row["line"])
    name, label = row["official_name"] or "", row["policy_label"]
    return name if name.startswith(label) else " — ".join(filter(None, (label, name)))


def _year(text_date: str | None, *, last: bool) -> float | None:
    """A partial ISO date as a decimal year: its first or its last day."""
    parts = [int(part) for part in str(text_date or "").split("-") if part.isdigit()]
    match parts:
        case [year, month, day]:
            return year + (month - 1) / 12 + (day - 1) / 366
        case [year, month]:
            return year + (month - (0 if last else 1)) / 12
        case [year]:
            return year + (1 if last else 0)
        case _:
            return None
