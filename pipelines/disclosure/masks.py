"""How the queries of the public marts ask whether a figure is hidden, and how they round bounds."""

HIDDEN = "disclosure_hidden"  # temporary table of the connection: kind, place, wave, subject
BOUND, ENOUGH = 5, 5  # points; structures


def mask(kind: str, place: str, subject: str, table: str, wave: str = "wave") -> str:
    """The condition under which a figure is hidden; `place` and `subject` are SQL."""
    return (
        f"exists (from {HIDDEN} as h where h.kind = '{kind}' and h.place = {place}"
        f" and h.wave = {table}.{wave} and h.subject = {subject})"
    )
