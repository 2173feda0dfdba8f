"""What the API gives: one line of this table is a resource, in every format and its description."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard import queries
from dashboard.snapshot import Row, Snapshot

EPCI, WAVE, THEME, POLICY = "epci", "vague", "theme", "politique"
SHAPES = ("geometry", "geometry_drome")  # columns of marts.territories that are no attribute


@dataclass(frozen=True)
class Resource:
    """One kind of rows: the columns are those of its mart, the shape is the key `geometry`."""

    name: str
    title: str
    mart: str  # in the schema marts
    grain: str
    read: Callable[[Snapshot], list[Row]]
    shape: Callable[[Snapshot], Callable[[Row], str | None]]  # of a row, GeoJSON text
    filters: Mapping[str, str]  # parameter → column
    sources: Sequence[str]  # codes of the sources cited
    has_answers: bool = False  # survey answers, perhaps simulated

    def columns(self, release: Snapshot) -> dict[str, Row]:
        """The published columns in order: name → its row of the dictionary."""
        return {
            row["column_name"]: row
            for row in queries.dictionary(release)
            if row["table_name"] == self.mart and row["column_name"] not in SHAPES
        }


def options(release: Snapshot, resource: Resource, parameter: str) -> list[str]:
    """The values that a filter of a resource takes, as they are written in an address."""
    known: dict[str, Callable[[], list[str]]] = {
        EPCI: lambda: [row["siren_epci"] for row in queries.territories(release)],
        WAVE: lambda: [str(wave) for wave in queries.waves(release)],
        THEME: lambda: [
            *([queries.OVERALL] if resource.has_answers else []),
            *(row["theme"] for row in queries.themes(release)),
        ],
        POLICY: lambda: [row["policy"] for row in queries.policies(release)],
    }
    return known[parameter]()


def matches(row: Row, column: str, wanted: str) -> bool:
    """Whether a row has this value, or holds it in a list."""
    found = row[column]
    return wanted in found if isinstance(found, list) else str(found) == wanted


def _territory(release: Snapshot) -> Callable[[Row], str | None]:
    shapes = {row["siren_epci"]: row["geometry"] for row in queries.territories(release)}
    return lambda row: shapes.get(row["siren_epci"])


def _town_hall(_: Snapshot) -> Callable[[Row], str | None]:
    return lambda row: (
        None
        if row["longitude"] is None
        else json.dumps({"type": "Point", "coordinates": [row["longitude"], row["latitude"]]})
    )


RESOURCES = (
    Resource(
        "territoires", "Territoires", "territories", "une ligne par EPCI",
        queries.territories, _territory, {EPCI: "siren_epci"}, ("territories",),
    ),
    Resource(
        "maturite", "Maturité", "maturity_by_epci", "une ligne par EPCI, vague et thème",
        queries.every_maturity, _territory,
        {EPCI: "siren_epci", WAVE: "wave", THEME: "theme"}, ("surveys", "territories"),
        has_answers=True,
    ),
    Resource(
        "participation", "Participation aux politiques", "participation_by_epci",
        "une ligne par EPCI, politique et vague", queries.every_participation, _territory,
        {EPCI: "siren_epci", WAVE: "wave", POLICY: "policy"},
        ("surveys", "policies", "territories"), has_answers=True,
    ),
    Resource(
        "politiques", "Politiques locales", "policies_by_epci",
        "une ligne par EPCI et dispositif connu ou cherché", queries.schemes, _territory,
        {EPCI: "siren_epci", POLICY: "policy"}, ("policies", "territories"),
    ),
    Resource(
        "structures", "Structures du registre", "structures",
        "une ligne par structure réelle, placée à sa mairie",
        lambda release: queries.structures(release, None), _town_hall,
        {EPCI: "siren_epci"}, ("structures",),
    ),
    Resource(
        "pratiques", "Pratiques à partager", "practices",
        "une ligne par pratique, placée à la mairie de sa structure",
        queries.practices, _town_hall, {EPCI: "siren_epci", THEME: "themes"}, ("practices",),
    ),
)  # fmt: skip
