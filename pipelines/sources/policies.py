"""raw/policies/: the policies of the territories, kept by hand or as the State publishes them."""

from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

import pandas as pd

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import Settings
from pipelines.sources import layouts
from pipelines.sources.drops import Drop, drops
from pipelines.sources.registers import Register, read_registers
from pipelines.sources.sidecar import SIDECAR

OFFICIAL = "official_policies"  # raw table of the official files, whatever their layout

REGISTERS = (
    Register(
        "policies",
        "politiques*",
        (
            "siren_epci",
            "policy",
            "dispositif_id",
            "official_name",
            "carrier",
            "role",
            "communes_covered",
            "communes_total",
            "status",
            "start_date",
            "adopted_date",
            "date_meaning",
            "source",
            "address",
            "confidence",
            "note",
        ),
    ),
    Register(
        "policy_obligations",
        "obligations*",
        ("siren_epci", "policy", "is_required", "population", "source", "address", "confidence"),
    ),
)
TABLES = (*(register.table for register in REGISTERS), OFFICIAL)


def read(settings: Settings) -> dict[str, pd.DataFrame]:
    """Return `policies` and `policy_obligations`, kept by hand, and `official_policies`.

    A drop whose source.toml says a `layout` holds official files; any other holds registers. Text
    as written, with source_file and source_row; `official_policies` may be empty. Raises
    UnusableInput with every problem of every drop, as read_registers and layouts.read_file say, and
    when a file that is no register looks like an official one whose layout is not said.
    """
    received = drops(settings, "policies")
    official, problems = _read_official([drop for drop in received if drop.sidecar.layout])
    by_hand, unsaid = _without_unsaid([drop for drop in received if not drop.sidecar.layout])
    problems += unsaid
    frames: dict[str, pd.DataFrame] = {}
    try:
        frames = read_registers(settings, "policies", REGISTERS, by_hand)
    except UnusableInput as error:
        problems.extend(error.problems)
    if problems:
        raise UnusableInput(problems)
    return {**frames, OFFICIAL: official}


def _read_official(received: Sequence[Drop]) -> tuple[pd.DataFrame, list[Problem]]:
    frames = [pd.DataFrame(columns=[*layouts.PLACE, *layouts.COLUMNS], dtype="str")]
    problems: list[Problem] = []
    for drop in received:
        try:
            layout = layouts.find_layout(
                drop.sidecar.layout or "", drop.name(drop.folder / SIDECAR)
            )
        except UnusableInput as error:
            problems.extend(error.problems)
            continue
        for path in drop.files:
            try:
                frames.append(layouts.read_file(path, drop.name(path), layout, drop.sidecar.sheet))
            except UnusableInput as error:
                problems.extend(error.problems)
    return pd.concat(frames, ignore_index=True), problems


def _without_unsaid(by_hand: Sequence[Drop]) -> tuple[list[Drop], list[Problem]]:
    """The drops less the official files whose layout is not said, and what to say of these."""
    guesses = {
        path: (drop, guess)
        for drop in by_hand
        for path in drop.files
        if not _is_register(path) and (guess := layouts.suggest_layout(path, drop.name(path)))
    }
    problems = [
        Problem(
            "ce fichier officiel est dans un dossier qui ne dit pas sa présentation.",
            drop.name(path),
            expected=f"un dossier à lui, dont le {SIDECAR} donne layout",
            hint=f'Ses colonnes sont celles de {guess} : écrire layout = "{guess}".',
        )
        for path, (drop, guess) in guesses.items()
    ]
    rest = [replace(d, files=tuple(f for f in d.files if f not in guesses)) for d in by_hand]
    return rest, problems


def _is_register(path: Path) -> bool:
    return any(fnmatch(path.name.lower(), f"{register.files}.*") for register in REGISTERS)
