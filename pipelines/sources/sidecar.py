"""source.toml: what only a person can know about a drop, as a validated model."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import Settings

SIDECAR = "source.toml"


class Sidecar(BaseModel):
    """The content of a source.toml. Unknown keys are refused: a typing mistake must not pass."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(description="titre lisible de la source")
    producer: str = Field(description="qui a produit les données")
    licence: str = Field(description="licence (identifiant SPDX ou texte court)")
    received_on: date = Field(description="date de réception, AAAA-MM-JJ")
    personal_data: bool = Field(
        description="true si les fichiers contiennent des données personnelles"
    )
    simulated: bool = Field(default=False, description="true si les données sont simulées")
    address: str | None = Field(default=None, description="adresse officielle de téléchargement")
    vintage: str | None = Field(default=None, description="millésime des données (COG 2026…)")
    attribution: str | None = Field(default=None, description="mention de paternité demandée")
    note: str | None = Field(default=None, description="réserve à afficher avec la source")
    tool: str | None = Field(default=None, description="outil d'enquête (limesurvey, framaforms…)")
    wave: int | None = Field(default=None, description="année de la vague d'enquête")
    sheet: str | None = Field(default=None, description="feuille du classeur à lire")
    ignore: list[str] = Field(default=[], description="colonnes laissées de côté volontairement")


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
    sidecar = _read_sidecar(folder / SIDECAR, f"{_name(settings, folder)}/{SIDECAR}")
    files = tuple(
        sorted(p for p in folder.iterdir() if p.is_file() and _is_data(p) and p.name != SIDECAR)
    )
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


def _read_sidecar(path: Path, name: str) -> Sidecar:
    if not path.is_file():
        raise UnusableInput(
            Problem(
                "fichier absent.",
                file=name,
                expected="titre, producteur, licence, date de réception, données personnelles",
                hint=f"Copier le {SIDECAR} d'un autre dépôt et le compléter.",
            )
        )
    try:
        return Sidecar.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableInput(
            Problem(
                "ce fichier n'est pas du TOML lisible.",
                file=name,
                found=str(error),
                hint="Vérifier les guillemets et le signe = de la ligne indiquée.",
            )
        ) from error
    except ValidationError as error:
        raise UnusableInput(list(_sidecar_problems(name, error))) from error


def _is_data(path: Path) -> bool:
    return not path.name.startswith((".", "~$")) and path.suffix.lower() not in {".md", ".txt~"}


def _sidecar_problems(name: str, error: ValidationError) -> Iterator[Problem]:
    """Translate pydantic's findings, one problem per key."""
    for item in error.errors():
        key = ".".join(str(part) for part in item["loc"])
        field = Sidecar.model_fields.get(key)
        meaning = field.description if field else None
        match item["type"]:
            case "missing":
                yield Problem(f"la clé « {key} » manque.", file=name, expected=meaning)
            case "extra_forbidden":
                known = ", ".join(Sidecar.model_fields)
                yield Problem(f"la clé « {key} » est inconnue.", file=name, expected=known)
            case _:
                yield Problem(
                    f"la valeur de « {key} » ne convient pas.",
                    file=name,
                    found=repr(item["input"]),
                    expected=meaning,
                )
