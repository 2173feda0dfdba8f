"""How the queries of the public marts ask whether a figure is hidden, and how they round bounds."""

HIDDEN = "disclosure_hidden"  # temporary table of the connection: kind, place, wave, subject
BOUND, ENOUGH = 5, 5  # points; structures
STUDENT = 2.776445  # at 97.5 %, of ENOUGH structures: that of more is smaller


def mask(kind: str, place: str, subject: str, table: str, wave: str = "wave") -> str:
    """The condition under which a figure is hidden; `place` and `subject` are SQL."""
    return (
        f"exists (from {HIDDEN} as h where h.kind = '{kind}' and h.place = {place}"
        f" and h.wave = {table}.{wave} and h.subject = {subject})"
    )


def bounds(centre: str, least: str, grid: float = BOUND) -> tuple[str, str]:
    """The SQL of the bounds of an interval: outwards to `grid`, `least` from the centre or more.

    Bounds tell the deviation, and it how far from the mean one structure can be. Narrow ones are
    moved apart, both alike: to leave them out would say that they are narrow.
    """
    low, high = f"floor(low / {grid}) * {grid}", f"ceil(high / {grid}) * {grid}"
    short = f"{least} - least({centre} - {low}, {high} - {centre})"
    apart = f"greatest(0, ceil(({short}) / {grid}) * {grid})"
    return f"{low} - {apart}", f"{high} + {apart}"


def least_half(n: str, width: str) -> str:
    """The SQL of the half interval from which a structure may be `width` from the mean of `n`.

    The one that is furthest, the others alike, is (n - 1) / √n deviations away; the half interval
    is Student's, deviation / √n (left to multiply when a registry of known size answered in part).
    """
    return f"{STUDENT} * ({width}) / ({n} - 1)"
