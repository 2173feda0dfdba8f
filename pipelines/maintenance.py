"""What is done now and then: official files, territories, demonstration, expired data, backups."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pipelines import backups, demonstration, retention
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


def fetch_official(settings: Settings, names: Sequence[str], known: Path | None) -> int:
    """Download the official files of these names (all by default); return the exit code.

    `known` is another list than sql/reference/official_files.csv.
    """
    from pipelines import fetch, official_files  # httpx, for this verb alone

    try:
        wanted = official_files.choose(names, known or official_files.KNOWN)
    except TecsError as error:
        err.print(str(error))
        return error.exit_code
    done, problems = fetch.fetch(settings, wanted)
    for one in done:
        detail = f", {one.place}, {one.rows} lignes, sha256 {one.sha256}" if one.place else ""
        out.print(f"{one.name} : {one.outcome}{detail}", markup=False)
    for problem in problems:
        err.print(f"\n{problem}")
    if any(one.place for one in done):
        out.print("À relire dans chaque source.toml : licence, dates. Puis : tecs check, tecs run.")
    return 2 if problems else 0


def draw_demonstration(settings: Settings) -> int:
    """Write the files of the demonstration under raw/; return the exit code."""
    for path in demonstration.write(settings):
        out.print(path.relative_to(settings.data).as_posix())
    return 0


def purge(settings: Settings, *, dry_run: bool = False) -> int:
    """Blank the personal data past their term, say what was blanked; return the exit code."""
    try:
        purged = retention.purge(settings, date.today(), dry_run=dry_run)
    except TecsError as error:
        err.print(str(error))
        return error.exit_code
    word = "à effacer" if dry_run else "effacées"
    for file in purged:
        columns = ", ".join(f"« {name} »" for name in file.columns)
        out.print(f"{file.file} : {file.cells} cellules {word}, colonnes {columns}.", markup=False)
    if not purged:
        out.print("Aucune donnée personnelle n'a dépassé son terme.")
    elif dry_run:
        out.print("Rien n'a été écrit : relancer sans --dry-run pour effacer.")
    else:
        out.print("La base de travail est supprimée : `tecs run` la refait.")
    return 0


def back_up(settings: Settings, folder: Path, keep: int) -> int:
    """Write an archive into `folder`, say which; return the exit code."""
    try:
        archive = backups.save(settings, folder.resolve(), keep)
    except TecsError as error:
        err.print(str(error))
        return error.exit_code
    size = f"{archive.stat().st_size / 1e6:.1f}".replace(".", ",")
    out.print(f"{archive} : {size} Mo, son empreinte à côté.", markup=False)
    return 0


def restore(settings: Settings, archive: Path, *, reference: bool) -> int:
    """Put an archive back, say what became of the former world; return the exit code."""
    try:
        aside = backups.restore(settings, archive.resolve(), reference=reference)
    except TecsError as error:
        err.print(str(error))
        return error.exit_code
    out.print(f"{archive.name} : remise en place, empreintes vérifiées.", markup=False)
    if aside:
        out.print(f"Ce qui s'y trouvait est dans {aside.name}/.", markup=False)
    return 0
