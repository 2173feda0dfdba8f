"""Survey waves as the warehouse may hold them: keyed, with decisions, not for too long."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from pipelines import respondent_keys, retention
from pipelines.errors import Problem, UnusableInput
from pipelines.settings import Settings
from pipelines.sources import surveys
from pipelines.sources.drops import Drop, drops
from pipelines.sources.sidecar import SIDECAR

TABLES = (*surveys.TABLES, "survey_keys", "survey_decisions", "survey_expirations")
PLACE = ["source_file", "source_row"]


def read(settings: Settings) -> dict[str, pd.DataFrame]:
    """Return the tables of `surveys.read`, less what must be forgotten, and three more.

    survey_keys: the keyed hash of each response. survey_decisions: the lines that a source.toml
    rejects or keeps, with the reason. survey_expirations: the files whose term has passed and that
    still hold personal cells. Raises UnusableInput as surveys.read, respondent_keys.load_secret
    and sidecar.drops do, and when a decision names a line that does not exist.
    """
    frames = surveys.read(settings)
    found = drops(settings, "surveys")
    secret = respondent_keys.load_secret(settings)
    waves = {drop.name(path): drop.sidecar.wave for drop in found for path in drop.files}
    return {
        **frames,
        **retention.forget(frames, found, date.today()),
        "survey_keys": respondent_keys.make_keys(frames["survey_lines"], waves, secret),
        "survey_decisions": _decisions(found, frames["survey_lines"]),
    }


def _decisions(found: list[Drop], lines: pd.DataFrame) -> pd.DataFrame:
    """The lines that the stewards named, once each; those that do not exist are problems."""
    known = set(zip(lines["source_file"], lines["source_row"], strict=True))
    problems = [problem for drop in found for problem in _problems(drop, known)]
    if problems:
        raise UnusableInput(problems)
    rows = [
        (drop.name(path), str(row), decision, reason)
        for drop in found
        for path in drop.files
        for decision, row, reason in _decided(drop)
    ]
    return pd.DataFrame(rows, columns=[*PLACE, "decision", "reason"], dtype="str")


def _decided(drop: Drop) -> Iterator[tuple[str, int, str | None]]:
    for row, reason in drop.sidecar.reject_rows.items():
        yield "reject", row, reason.strip(" .") or None
    for row in drop.sidecar.keep_rows:
        yield "keep", row, None


def _problems(drop: Drop, known: set[tuple[str, str]]) -> Iterator[Problem]:
    sidecar = drop.name(drop.folder / SIDECAR)
    decided = [row for _, row, _ in _decided(drop)]
    if decided and len(drop.files) > 1:
        yield Problem(
            "reject_rows et keep_rows ne disent pas de quel fichier sont ces lignes.",
            sidecar,
            found=", ".join(path.name for path in drop.files),
            hint="Faire un dossier par fichier, chacun avec son source.toml.",
        )
        return
    for row in dict.fromkeys(decided):
        if (drop.name(drop.files[0]), str(row)) not in known:
            yield Problem(
                f"la ligne {row} n'est pas une réponse de {drop.files[0].name}.",
                sidecar,
                hint="Compter les lignes comme un tableur : 1 pour la première, titres compris.",
            )
        if decided.count(row) > 1:
            yield Problem(f"la ligne {row} est à la fois rejetée et gardée.", sidecar)
