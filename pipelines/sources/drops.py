"""A drop: one folder as received, its source.toml and its data files."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import Settings
from pipelines.sources.sidecar import SIDECAR, Sidecar, read_sidecar


@dataclass(frozen=True)
class Drop:
    """One folder as received: raw/<source>/<vintage>/ or geo/, its sidecar and its data files."""

    folder: Path
    source: str
    sidecar: Sidecar
    files: tuple[Path, ...]
    root: Path

    def name(self, path: Path) -> str:
        """The file as messages and `source_file` write it: relative to the data folder."""
        return path.relative_to(self.root).as_posix()


def drops(settings: Settings, source: str) -> list[Drop]:
    """Return the drops of one source, oldest vintage first.

    Raises UnusableInput, with every problem found, when the source has no drop, or a drop has no
    readable source.toml or no data file. Simulated survey drops are left out when a real wave is
    present, unless TECS_DEMONSTRATION=always.
    """
    folders = sorted(path for path in (settings.raw / source).glob("*") if path.is_dir())
    if not folders:
        raise UnusableInput(
            Problem(
                "aucun dépôt dans ce dossier.",
                file=f"raw/{source}",
                expected=f"un dossier raw/{source}/<millésime>/ avec ses fichiers et un {SIDECAR}",
                hint="Déposer les fichiers reçus dans un dossier au nom du millésime.",
            )
        )
    found: list[Drop] = []
    problems: list[Problem] = []
    for folder in folders:
        try:
            found.append(read_drop(settings, folder, source))
        except UnusableInput as error:
            problems.extend(error.problems)
    if problems:
        raise UnusableInput(problems)
    return _without_demonstration(settings, found)


def _without_demonstration(settings: Settings, found: list[Drop]) -> list[Drop]:
    """Leave the simulated drops out when the surveys hold a real wave."""
    if settings.demonstration == "always" or not has_real_wave(settings):
        return found
    return [drop for drop in found if not drop.sidecar.simulated]


def has_real_wave(settings: Settings) -> bool:
    """Tell whether any survey drop declares itself not simulated."""
    for path in (settings.raw / "surveys").glob(f"*/{SIDECAR}"):
        try:
            if tomllib.loads(path.read_text("utf-8")).get("simulated") is not True:
                return True
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            continue  # read_drop says what is wrong with it
    return False


def read_drop(settings: Settings, folder: Path, source: str) -> Drop:
    """Read one folder's sidecar and list its data files.

    Raises UnusableInput when the sidecar is missing, is not TOML, or does not fit the model, or
    when there is no data file beside it.
    """
    sidecar = read_sidecar(folder / SIDECAR, f"{_name(settings, folder)}/{SIDECAR}")
    files = tuple(sorted(p for p in folder.iterdir() if p.is_file() and is_data(p)))
    if not files:
        raise UnusableInput(
            Problem(
                "aucun fichier de données à côté de la description.",
                file=_name(settings, folder),
                hint="Déposer ici l'export reçu, ou retirer le dossier.",
            )
        )
    return Drop(folder, source, sidecar, files, settings.data)


def _name(settings: Settings, path: Path) -> str:
    return path.relative_to(settings.data).as_posix()


def is_data(path: Path) -> bool:
    """Tell a data file: not hidden, not a spreadsheet's lock, not a note, not the sidecar."""
    return not path.name.startswith((".", "~$")) and path.suffix.lower() not in {
        ".md",
        ".txt~",
        ".toml",
    }
