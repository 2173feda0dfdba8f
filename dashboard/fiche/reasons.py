"""Why a part of the fiche shows no figure, in French: one wording for the page and the paper."""

from collections.abc import Sequence

from dashboard import french, queries
from dashboard.fiche import questions
from dashboard.snapshot import COMITE, PARTNER, Row, Snapshot

BESIDE = " La table donne les chiffres de la Drôme."
NOTHING_FOUND = "La règle, la même partout, n'en tire aucune des chiffres d'ici."
HIDDEN = (
    "Elles se tirent des chiffres de l'enquête, et ceux d'ici sont masqués ou absents : cela ne "
    "veut pas dire qu'il n'y a rien à faire."
)


def threshold(release: Snapshot) -> int:
    """How many structures a figure needs."""
    settings = {row["name"]: row["value"] for row in queries.parameters(release)}
    return int(settings["disclosure_threshold"])


def rule(release: Snapshot, unit: str) -> str:
    """The rule in a sentence: how many are needed at least."""
    return f"Il faut au moins {french.count(threshold(release), unit)} pour montrer un chiffre."


def maturity(release: Snapshot, row: Row | None, wave: int) -> str:
    """Why the maturity of a place is not shown, in a sentence."""
    structures = row["structures"] if row else 0
    if not structures:
        return f"Aucune structure n'a répondu ici à la vague {wave}."
    said = french.count(structures, "structure a répondu", "structures ont répondu")
    if structures < threshold(release):
        return f"{said} ici. {rule(release, 'structure')}"
    return (
        f"{said} ici, mais leurs chiffres sont masqués : ils laisseraient deviner les réponses de "
        "l'une d'elles."
    )


def left_out(names: Sequence[str]) -> str:
    """The columns that a table does without; "" when it has them all."""
    word = "Semblables" if len(names) > 1 else "Semblable"
    said = f"{word}, mais sans chiffre à montrer, donc hors de la table : {', '.join(names)}."
    return said if names else ""


def no_proposal(release: Snapshot, siren_epci: str) -> str:
    """Why there is nothing to propose: not for this reader, masked, or nothing found."""
    if not release.has(questions.OPPORTUNITIES):
        return release.absence
    if release.audience not in (COMITE, f"{PARTNER}:{siren_epci}"):
        return french.RESERVED
    last = max(queries.waves(release))
    found = [row for (wave, _), row in questions.maturity(release, siren_epci).items()
             if wave == last]  # fmt: skip
    hidden = not any(row["score"] is not None for row in found)
    # a partner is told nothing as soon as a figure of his territory is masked
    hidden |= release.audience != COMITE and any(row["is_masked"] for row in found)
    why = HIDDEN if hidden else NOTHING_FOUND
    return f"Aucune pour l'instant. {why}"
