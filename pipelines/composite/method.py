"""How an index is computed: method.toml, as a validated model."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    Strict,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from pipelines.errors import Problem, UnusableInput
from pipelines.sources.tabular import nearest

Normalisation = Literal["goalposts", "minmax", "zscore", "rank", "percentrank", "borda", "none"]
Aggregation = Literal["arithmetic", "geometric", "harmonic", "borda", "copeland"]

MEANS = "une moyenne pour tous les niveaux, ou une table 1, 2… : " + ", ".join(
    get_args(Aggregation)
)
STRICT = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Outliers(BaseModel):
    """Treatment of the extreme values of an indicator, before it is normalised."""

    model_config = STRICT

    max_points: int = Field(ge=1, description="nombre de points à ramener, 1 ou plus")
    skewness: float = Field(default=2.0, gt=0, description="asymétrie tolérée, 2 par défaut")
    kurtosis: float = Field(default=3.5, gt=0, description="aplatissement toléré, 3.5 par défaut")


class Method(BaseModel):
    """The content of a method.toml. Unknown keys are refused: a typing mistake must not pass."""

    model_config = STRICT

    normalisation: Normalisation = Field(description=", ".join(get_args(Normalisation)))
    scale: Annotated[tuple[float, float], Strict(False)] = Field(
        default=(0.0, 100.0), description="deux nombres croissants, par exemple [0, 100]"
    )
    clamp: bool = Field(default=True, description="true : ramener aux bornes ce qui en sort")
    mean: float = Field(default=0.0, description="moyenne visée par zscore")
    sd: float = Field(default=1.0, gt=0, description="écart type visé par zscore, positif")
    aggregation: Aggregation | dict[str, Aggregation] = Field(
        default="arithmetic", description=MEANS
    )
    min_coverage: float = Field(
        default=0.0, ge=0, le=1, description="part du poids qui doit avoir une réponse, de 0 à 1"
    )
    missing: Literal["skip", "zero"] = Field(default="skip", description="skip ou zero")
    outliers: Outliers | None = Field(
        default=None,
        description="une table [outliers] avec max_points ; rien avec goalposts, qui bornent déjà",
    )

    @field_validator("scale")
    @classmethod
    def _upright(cls, scale: tuple[float, float]) -> tuple[float, float]:
        if scale[0] >= scale[1]:
            raise PydanticCustomError("upside_down", "the scale must rise")
        return scale

    @field_validator("aggregation")
    @classmethod
    def _by_level(cls, means: Aggregation | dict[str, Aggregation]) -> object:
        if isinstance(means, dict) and not all(re.fullmatch("[1-9][0-9]*", key) for key in means):
            raise PydanticCustomError("level", "levels are numbers from 1")
        return means

    @field_validator("outliers")
    @classmethod
    def _unbounded(cls, rule: Outliers | None, others: ValidationInfo) -> Outliers | None:
        """Goalposts bound extreme values already, and are in the unit that a logarithm leaves."""
        if rule is not None and others.data.get("normalisation") == "goalposts":
            raise PydanticCustomError("bounded", "goalposts leave no outliers")
        return rule

    def aggregation_at(self, level: int) -> Aggregation | None:
        """What aggregates into a parent of this level (1: of indicators); None when unsaid."""
        if isinstance(self.aggregation, dict):
            return self.aggregation.get(str(level))
        return self.aggregation


def read_method(path: Path) -> Method:
    """Read a method.toml; raises UnusableInput when it is missing, no TOML, or not the model."""
    name = path.as_posix()
    if not path.is_file():
        raise UnusableInput(
            Problem("fichier introuvable.", name, expected="au moins la clé normalisation")
        )
    try:
        text = path.read_text("utf-8-sig")
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableInput(
            Problem("ce fichier n'est pas du TOML lisible.", name, found=str(error))
        ) from error
    try:
        return Method.model_validate(said)
    except ValidationError as error:
        raise UnusableInput(list(_problems(name, text, said, error))) from error


def _problems(
    name: str, text: str, said: dict[str, Any], error: ValidationError
) -> Iterator[Problem]:
    """Translate pydantic's findings, one problem per key."""
    for place, kind in dict(map(_finding, error.errors())).items():
        key = place[-1]
        known = (Outliers if len(place) > 1 else Method).model_fields
        field = known.get(key)
        problem = Problem(
            f"la valeur de « {key} » ne convient pas.",
            name,
            row=_line(text, key),
            expected=field.description if field else ", ".join(known),
        )
        if kind == "missing":
            yield replace(problem, message=f"la clé « {key} » manque.", row=None)
        elif kind == "extra_forbidden":
            guess = nearest(key, known)
            hint = f"Écrire « {guess} » ?" if guess else "Corriger ce nom, ou retirer la ligne."
            yield replace(problem, message=f"la clé « {key} » est inconnue.", hint=hint)
        else:
            value = said[place[0]][key] if len(place) > 1 else said[key]
            yield replace(problem, found=repr(value))


def _finding(item: ErrorDetails) -> tuple[tuple[str, ...], str]:
    """The key, or the table and its key, and what is wrong: the value, where it lies deeper."""
    place = item["loc"][: 2 if item["loc"][0] == "outliers" else 1]
    return tuple(map(str, place)), item["type"] if place == item["loc"] else "value"


def _line(text: str, key: str) -> int | None:
    """The line that sets a key, or opens the table of that name."""
    said = re.compile(rf"\W*{re.escape(key)}\b")
    return next((n for n, line in enumerate(text.splitlines(), 1) if said.match(line)), None)
