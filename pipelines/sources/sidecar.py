"""source.toml: what only a person can know about a drop, as a validated model."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from pipelines.errors import Problem, UnusableInput

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
    stated_on: date | None = Field(
        default=None, description="date d'arrêt des données, AAAA-MM-JJ, si ce n'est la réception"
    )
    layout: str | None = Field(
        default=None, description="présentation d'un fichier officiel (ademe-pcaet-v1…)"
    )
    tool: str | None = Field(default=None, description="outil d'enquête (limesurvey, framaforms…)")
    wave: int | None = Field(default=None, description="année de la vague d'enquête")
    sheet: str | None = Field(default=None, description="feuille du classeur à lire")
    ignore: list[str] = Field(default=[], description="colonnes laissées de côté volontairement")
    delete_after: date | None = Field(
        default=None,
        validate_default=True,
        description="dernier jour où garder les données personnelles, AAAA-MM-JJ",
    )
    renew_by: date | None = Field(
        default=None, description="jour où des données plus récentes sont promises, AAAA-MM-JJ"
    )
    several_answers: Literal["last", "merge"] = Field(
        default="last", description="last : la dernière réponse vaut ; merge : les autres comblent"
    )
    reject_rows: dict[int, str] = Field(default={}, description="lignes à rejeter : [12, 31]")
    keep_rows: list[int] = Field(default=[], description="essais apparents à garder : [12, 31]")

    @field_validator("reject_rows", mode="before")
    @classmethod
    def _without_reasons(cls, rows: object) -> object:
        """A plain list of lines is one without reasons."""
        return dict.fromkeys(rows, "") if isinstance(rows, list) else rows

    @field_validator("delete_after")
    @classmethod
    def _retained_for_a_time(cls, day: date | None, others: ValidationInfo) -> date | None:
        """Personal data of real people are kept for a stated time (RGPD, article 5, 1, e)."""
        if day is None and others.data.get("personal_data") and not others.data.get("simulated"):
            raise PydanticCustomError("missing", "personal data without a term")
        return day


def read_sidecar(path: Path, name: str) -> Sidecar:
    """Read a source.toml; raises UnusableInput when it is missing, no TOML, or not the model."""
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


def _sidecar_problems(name: str, error: ValidationError) -> Iterator[Problem]:
    """Translate pydantic's findings, one problem per key."""
    for item in error.errors():
        key = ".".join(str(part) for part in item["loc"])
        field = Sidecar.model_fields.get(str(item["loc"][0]))
        meaning = field.description if field else None
        match item["type"]:
            case "missing":
                yield Problem(
                    f"la clé « {key} » manque.",
                    file=name,
                    expected=meaning,
                    hint=f"Ajouter à ce fichier une ligne « {key} = … » qui le dise.",
                )
            case "extra_forbidden":
                known = ", ".join(Sidecar.model_fields)
                yield Problem(
                    f"la clé « {key} » est inconnue.",
                    file=name,
                    expected=known,
                    hint="Corriger le nom de cette clé, ou retirer sa ligne.",
                )
            case _:
                yield Problem(
                    f"la valeur de « {key} » ne convient pas.",
                    file=name,
                    found=repr(item["input"]),
                    expected=meaning,
                )
