"""What is done once a year: the extract of the territories; the demonstration after it."""

from pathlib import Path

from pipelines import demonstration
from pipelines.console import err, out
from pipelines.errors import TecsError
from pipelines.extract.department import extract
from pipelines.extract.origins import OFFICIAL, Origins
from pipelines.settings import Settings

Places = tuple[str | None, str | None, str | None, tuple[str, ...]]


def extract_territories(
    settings: Settings, department: str, folder: Path | None, places: Places
) -> int:
    """Write the extract of a département into `folder` (default geo/); return the exit code.

    `places`: division, contours, former contours, former divisions. Without the first two, the
    official addresses are read.
    """
    division, contours, former_contours, former_divisions = places
    given = (
        Origins(division, contours, former_contours, former_divisions)
        if division and contours
        else OFFICIAL
    )
    try:
        made = extract(department, folder or settings.geo, given)
    except TecsError as error:
        err.print(str(error))
        return error.exit_code
    out.print(
        f"{made.communes} communes de {made.epci} EPCI, {made.former_codes} anciens codes, "
        f"COG {made.cog_year}."
    )
    for repair in made.repairs:
        out.print(f"  {repair}", markup=False)
    return 0


def draw_demonstration(settings: Settings) -> int:
    """Write the files of the demonstration under raw/; return the exit code."""
    for path in demonstration.write(settings):
        out.print(path.relative_to(settings.data).as_posix())
    return 0
