"""Why a figure changed: which of the differences between two releases bear on it."""

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.evidence import OVERALL, Evidence, Row


@dataclass(frozen=True)
class Reason:
    """One cause, with its proof in words."""

    code: str  # answers, weights, territory, registry, method, disclosure, facts, date, unknown
    text: str  # French, to be read after « parce que » or a colon


def score(evidence: Evidence, wave: int, theme: str | None) -> list[Reason]:
    """What may have moved a score of that wave and theme (None: not a matter of themes)."""
    found = [Reason("method", evidence.method)] if evidence.method else []
    found += [
        Reason("weights", f"poids changés ({weight.text})")
        for weight in evidence.weights
        if theme is not None
        and (weight.theme in (theme, "") or (theme == OVERALL))
        and (not weight.waves or wave in weight.waves)
    ]
    for said, files in (
        ("réponses nouvelles ou corrigées", evidence.surveys.get(wave)),
        ("réponses écartées ou reprises par décision", evidence.decisions.get(wave)),
    ):
        found += [Reason("answers", f"{said} ({' ; '.join(files)})")] if files else []
    return found


def territory(evidence: Evidence, before: str, after: str) -> Reason:
    """A structure that now counts in another EPCI."""
    a, b = (evidence.names.get(siren, siren) for siren in (before, after))
    return Reason("territory", f"une structure change de territoire ({a} → {b}{evidence.borders})")


def registry(evidence: Evidence, structure: str) -> list[Reason]:
    """A structure that the registry did not know, or knows no more."""
    said = evidence.registry.get(structure)
    return [Reason("registry", said)] if said else []


def disclosure(before: Row, after: Row) -> list[Reason]:
    """Masked or shown again; `n` the number of structures, None where there was no figure."""
    if before["masked"] == after["masked"]:
        return []
    if before["n"] == after["n"]:
        return [
            Reason("disclosure", "seuil de diffusion changé, pour un même nombre de structures")
        ]
    many = f"{before['n'] or 0} → {after['n'] or 0}"
    if after["masked"]:
        return [Reason("disclosure", f"trop peu de structures pour montrer le chiffre ({many})")]
    return [Reason("disclosure", f"le seuil de diffusion ne s'applique plus ({many} structures)")]


def settled(found: Iterable[Reason], evidence: Evidence) -> list[Row]:
    """Each reason once, as JSON says it; the plain avowal when there is none."""
    once = list(dict.fromkeys(found))
    once = once or [Reason("unknown", f"cause non déterminée{evidence.code}")]
    return [{"code": reason.code, "text": reason.text} for reason in once]
