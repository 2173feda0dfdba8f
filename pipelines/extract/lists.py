"""The lists of an extract: its communes, the official members, the passage of former codes."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipelines.errors import Problem, UnusableInput
from pipelines.extract.origins import Division

ACTUAL = "commune-actuelle"
STATUSES = {"commune-deleguee": "commune déléguée", "commune-associee": "commune associée"}
NATURES = {
    "CC": "Communauté de communes",
    "CA": "Communauté d'agglomération",
    "CU": "Communauté urbaine",
    "METRO": "Métropole",
}


def list_communes(division: Division, department: str) -> pd.DataFrame:
    """Every commune of the EPCI that have a commune in the department, by code.

    Columns: code_insee, nom, siren_epci, code_departement, population (municipale),
    codes_postaux (separated by a space). Raises UnusableInput when there is none.
    """
    known = {c["code"]: c for c in division.communes if c["type"] == ACTUAL}
    local = {code for code, c in known.items() if c["departement"] == department}
    rows = [
        {
            "code_insee": member["code"],
            "nom": known[member["code"]]["nom"],
            "siren_epci": epci["code"],
            "code_departement": known[member["code"]]["departement"],
            "population": member["populationMunicipale"],
            "codes_postaux": " ".join(known[member["code"]].get("codesPostaux", [])),
        }
        for epci in division.epci
        if any(m["code"] in local for m in epci["membres"])
        for member in epci["membres"]
    ]
    if not rows:
        raise UnusableInput(
            Problem(
                f"aucune intercommunalité n'a de commune dans le département « {department} ».",
                expected="un code de département de métropole, comme 26 ou 2A",
            )
        )
    return pd.DataFrame(rows).sort_values("code_insee", ignore_index=True)


def list_members(
    communes: pd.DataFrame, division: Division, full_names: dict[str, str]
) -> pd.DataFrame:
    """The official members, by EPCI and commune.

    Columns: siren_epci, nom_epci (as the DGCL writes it), nom_epci_long (`full_names` by SIREN,
    else the nature in full letters), nature, code_insee, nom, population.
    """
    official = {epci["code"]: epci for epci in division.epci}
    sirens = communes["siren_epci"]
    names = sirens.map(lambda siren: official[siren]["nom"])
    members = pd.DataFrame(
        {
            "siren_epci": sirens,
            "nom_epci": names,
            "nom_epci_long": [
                full_names.get(siren) or _spell_out(name)
                for siren, name in zip(sirens, names, strict=True)
            ],
            "nature": sirens.map(lambda siren: official[siren]["type"]),
        }
    ).join(communes[["code_insee", "nom", "population"]])
    return members.sort_values(["siren_epci", "code_insee"], ignore_index=True)


def list_former_codes(
    communes: pd.DataFrame, division: Division, older: Sequence[Division]
) -> pd.DataFrame:
    """The codes that became one of these communes, by former code.

    Columns: code_ancien, nom_ancien (empty when no division at hand names it), code_insee, nom,
    nature (fusion, with what is left of the former commune), annee_cog (first year without the
    code; empty when it is before the oldest division at hand).
    """
    divisions = sorted([*older, division], key=lambda one: one.year)
    today = {c["code"]: c for c in division.communes if c["type"] == ACTUAL}
    history = {code: _tell(code, divisions) for code in _former_codes(communes, today)}
    rows = [
        {
            "code_ancien": code,
            "nom_ancien": history[code]["name"],
            "code_insee": commune.code_insee,
            "nom": commune.nom,
            "nature": history[code]["nature"],
            "annee_cog": history[code]["year"],
        }
        for commune in communes.itertuples()
        for code in today[str(commune.code_insee)].get("anciensCodes", [])
        if code in history
    ]
    columns = ["code_ancien", "nom_ancien", "code_insee", "nom", "nature", "annee_cog"]
    return pd.DataFrame(rows, columns=columns).sort_values("code_ancien", ignore_index=True)


def _former_codes(communes: pd.DataFrame, today: dict[str, dict[str, Any]]) -> set[str]:
    """The former codes that are not a commune's own code again."""
    former = {f for code in communes["code_insee"] for f in today[code].get("anciensCodes", [])}
    return former - set(today)


def _tell(code: str, divisions: Sequence[Division]) -> dict[str, str]:
    """Name, nature and year of the end of a code, as the divisions (oldest first) tell them."""
    name, nature, year = "", "fusion ou changement de code", ""
    actual = False
    for division in divisions:
        records = {c["type"]: c for c in division.communes if c["code"] == code}
        if actual and ACTUAL not in records:
            year = str(division.year)
            nature = "fusion"
        actual = ACTUAL in records
        name = name or next((str(record["nom"]) for record in records.values()), "")
        for kind, status in STATUSES.items():
            if kind in records:
                nature = f"fusion, {status}"
    return {"name": name, "nature": nature, "year": year}


def _spell_out(name: str) -> str:
    """« CC du Diois » is « Communauté de communes du Diois »."""
    nature, _, rest = name.partition(" ")
    return f"{NATURES[nature]} {rest}" if nature in NATURES else name
