"""Changes between two waves as a drawing (SVG), from before to after with the interval.

No Streamlit here. Only what is shown is drawn: the words beside say what is masked.
"""

from collections.abc import Sequence

from dashboard import drawing, french
from dashboard.comparisons import SIGNS, moved, points
from dashboard.drawing import SOFT, text
from dashboard.snapshot import Row

WIDTH, LABELS, ROW, TOP, RIGHT, FOOT = 900, 260, 42, 40, 150, 62
NAME = 38  # characters
GREEN, GREY = "#2f8f76", "#6f6a60"
POINT_WIDTH, POINT_HEIGHT, MARGIN = 900, 330, 60


def dumbbells(changes: Sequence[Row], title: str) -> str | None:
    """Return the SVG, one line per row with a panel shown; None when there is none.

    Reads `label`, `verdict`, `panel_before`, `panel_after`, `panel_change`, `low`, `high` (the
    interval of the change, in points) and `all_change`, with `wave_from` and `wave_to`.
    """
    shown = [row for row in changes if row["panel_before"] is not None]
    if not shown:
        return None
    bottom = TOP + ROW * len(shown)
    drawn = [_scale(bottom), *(_change(n, row) for n, row in enumerate(shown)), _key(shown, bottom)]
    return drawing.page(WIDTH, bottom + FOOT, title, "".join(drawn))


def _x(score: float) -> float:
    """A score, cut to the scale, as a place."""
    return LABELS + min(max(score, 0), 100) / 100 * (WIDTH - LABELS - RIGHT)


def _scale(bottom: float) -> str:
    marks = (
        f'<path d="M{_x(score):.1f} {TOP - 10}V{bottom}" stroke="#d8d2c4"/>'
        + text(_x(score), TOP - 18, str(score), 13, anchor="middle", color=SOFT)
        for score in (0, 25, 50, 75, 100)
    )
    return "".join(marks)


def _change(n: int, row: Row) -> str:
    y = TOP + n * ROW + ROW / 2
    names = drawing.lines(row["label"], NAME)[:2]
    drawn = [
        text(2, y + 5 + 15 * (k - (len(names) - 1) / 2), part, 13.5, bold=n == 0)
        for k, part in enumerate(names)
    ]
    before, after = _x(row["panel_before"]), _x(row["panel_after"])
    color = GREEN if moved(row) else GREY
    if row["low"] is not None:
        low, high = (_x(row["panel_before"] + row[side]) for side in ("low", "high"))
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
    drawn.append(text(WIDTH - RIGHT + 14, y + 1, said, 15, bold=bool(moved(row))))
    everyone = f"toutes : {points(row['all_change'])}" if row["all_change"] is not None else ""
    drawn.append(text(WIDTH - RIGHT + 14, y + 16, everyone, 12, color=SOFT))
    return "".join(drawn)


def _key(shown: Sequence[Row], bottom: float) -> str:
    first, last = shown[0]["wave_from"], shown[0]["wave_to"]
    y = bottom + 24
    return (
        f'<circle cx="10" cy="{y}" r="5.5" fill="#fff" stroke="{GREEN}" stroke-width="2.5"/>'
        + text(22, y + 5, f"panel en {first}", 13)
        + f'<circle cx="132" cy="{y}" r="6.5" fill="{GREEN}"/>'
        + text(145, y + 5, f"le même en {last}", 13)
        + f'<rect x="268" y="{y - 8}" width="34" height="16" rx="3" fill="{GREEN}"'
        + ' fill-opacity=".28"/>'
        + text(308, y + 5, "intervalle à 95 % de l'évolution", 13)
        + f'<circle cx="524" cy="{y}" r="6.5" fill="{GREY}"/>'
        + text(537, y + 5, "gris : on ne peut pas conclure", 13)
        + text(2, y + 27, "À droite : l'évolution du panel, en points, puis celle de toutes les "
               "répondantes.", 13, color=SOFT)
    )  # fmt: skip


def waves(scores: Sequence[Row], beside: Sequence[Row], title: str, name: str) -> str | None:
    """Return the index wave by wave with its intervals; None when no wave is shown.

    Reads `wave`, `score`, `low`, `high`, `structures`; `beside`, the whole Drôme, is thinner.
    """
    if all(row["score"] is None for row in scores):
        return None
    known = sorted({row["wave"] for row in (*scores, *beside)})
    wide = (POINT_WIDTH - 3 * MARGIN - 120) / max(len(known) - 1, 1)
    places = {wave: MARGIN + 120 + n * wide for n, wave in enumerate(known)}
    drawn = [_levels(places), _entry(MARGIN, GREEN, name)]
    if beside:
        drawn.append(_entry(MARGIN + 40 + 8 * len(name), GREY, "Toute la Drôme"))
        drawn.append(_series(beside, places, GREY, 16))
    drawn.append(_series(scores, places, GREEN, 0))
    return drawing.page(POINT_WIDTH, POINT_HEIGHT, title, "".join(drawn))


def _y(score: float) -> float:
    return POINT_HEIGHT - 40 - score / 100 * (POINT_HEIGHT - 100)


def _levels(places: dict[int, float]) -> str:
    drawn = [
        f'<path d="M{MARGIN} {_y(score):.1f}H{POINT_WIDTH - 30}" stroke="#d8d2c4"/>'
        + text(MARGIN - 10, _y(score) + 5, str(score), 13, anchor="end", color=SOFT)
        for score in (0, 25, 50, 75, 100)
    ]
    drawn += [
        text(x, POINT_HEIGHT - 14, str(wave), 14, anchor="middle") for wave, x in places.items()
    ]
    return "".join(drawn)


def _entry(x: float, color: str, name: str) -> str:
    return f'<circle cx="{x + 6}" cy="18" r="6" fill="{color}"/>' + text(x + 20, 23, name, 14)


def _series(scores: Sequence[Row], places: dict[int, float], color: str, aside: float) -> str:
    shown = [row for row in scores if row["score"] is not None]
    spots = [(places[row["wave"]] + aside, _y(row["score"]), row) for row in shown]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in spots)
    drawn = [f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="3"/>']
    for x, y, row in spots:
        if row["low"] is not None:
            low, high = _y(row["low"]), _y(row["high"])
            bar = (
                f"M{x:.1f} {low:.1f}V{high:.1f}M{x - 6:.1f} {low:.1f}h12M{x - 6:.1f} {high:.1f}h12"
            )
            drawn.append(f'<path d="{bar}" stroke="{color}" stroke-width="2"/>')
        drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{color}"/>')
        said = f"{french.number(row['score'])} (n = {row['structures']})"
        if not aside:
            drawn.append(text(x - 12, y - 12, said, 13, anchor="end", bold=True, halo=True))
    return "".join(drawn)
