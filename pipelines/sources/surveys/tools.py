"""The survey tools known, which one wrote a table, and where its answers begin."""

from pipelines.sources.surveys.open_tools import FRAMAFORMS, KOBOTOOLBOX, LIMESURVEY
from pipelines.sources.surveys.tool import BRACKETS, Tool, matches
from pipelines.sources.surveys.vendor_tools import (
    GOOGLEFORMS,
    MICROSOFTFORMS,
    SPHINX,
    SURVEYGIZMO,
    SURVEYMONKEY,
    TYPEFORM,
)

LOOKED_AT = 15  # header rows are looked for in so many first lines

TABLE = Tool(
    name="table",
    label="un tableau simple",
    response_id=r"id|identifiant|n°|numéro",
    submitted_at=r"date|horodatage|date de (?:réponse|saisie)",
    items=(BRACKETS,),
    ticked=("X", "x", "✓", "✔", "1", "True", "TRUE", "VRAI", "Vrai"),
    unticked=("0", "False", "FALSE", "FAUX", "Faux"),
    separators=(";", "; ", " | ", "|", "\n", ",", ", ", " / "),
)

TOOLS = {
    tool.name: tool
    for tool in (
        *(LIMESURVEY, FRAMAFORMS, KOBOTOOLBOX, GOOGLEFORMS, MICROSOFTFORMS),
        *(SURVEYMONKEY, SURVEYGIZMO, TYPEFORM, SPHINX, TABLE),
    )
}


def suggest(rows: list[list[str | None]]) -> Tool:
    """Return the tool whose own headers are seen most in the first lines, `table` when none is."""
    found = {name: count_signs(tool, rows) for name, tool in TOOLS.items()}
    likely = {name: count for name, count in found.items() if count >= TOOLS[name].signs}
    return TOOLS[max(likely, key=lambda name: likely[name])] if likely else TABLE


def count_signs(tool: Tool, rows: list[list[str | None]]) -> int:
    """Count the tool's signs among its header rows, wherever these stand in the first lines."""
    return max((count for count, _ in _windows(tool, rows)), default=0)


def find_header(tool: Tool, rows: list[list[str | None]]) -> int:
    """Return the line (1 for the first) of the last header row of the tool.

    It is where most of the tool's own headers stand; for a table without any, the first line as
    wide as most. Titles above it are left out.
    """
    signs, line = max(_windows(tool, rows), key=lambda found: found[0], default=(0, 0))
    if signs >= tool.signs and tool.signature:
        return line
    return max(tool.header_rows, _first_wide(rows))


def _windows(tool: Tool, rows: list[list[str | None]]) -> list[tuple[int, int]]:
    """The number of signs in each run of as many lines as the tool has header rows."""
    found = []
    for last in range(tool.header_rows, min(LOOKED_AT, len(rows)) + 1):
        cells = {cell for row in rows[last - tool.header_rows : last] for cell in row if cell}
        if tool.name != "table" and _may_be_header(tool, rows[last - 1]):
            signs = sum(any(matches(sign, cell) for cell in cells) for sign in tool.signature)
            found.append((signs, last))
    return found


def _may_be_header(tool: Tool, row: list[str | None]) -> bool:
    filled = [cell for cell in row if cell]
    if tool.first and not any(matches(tool.first, cell) for cell in filled[:1]):
        return False
    return len(filled) > 1 or tool.header_rows > 1


def _first_wide(rows: list[list[str | None]]) -> int:
    filled = [sum(cell is not None for cell in row) for row in rows[: 10 * LOOKED_AT]]
    wanted = max(filled, default=0) / 2
    return next((line for line, count in enumerate(filled, 1) if count > wanted), 1)
