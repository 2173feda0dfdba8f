"""The parts of the fiche that come from the survey alone: maturity, changes, history."""

from dataclasses import replace

from dashboard import comparisons, french, queries
from dashboard.fiche import questions, reasons
from dashboard.fiche.section import ABSENT, GEOMETRY, OUT_OF, Section, cited, says_nothing, score
from dashboard.queries import OVERALL
from dashboard.snapshot import Row, Snapshot

SURVEYS = "surveys"


def maturity(
    release: Snapshot, siren_epci: str, wave: int, near: list[Row], geometry: str
) -> Section:
    """Every theme, and all of them: the territory, the Drôme, the territories that resemble it."""
    own, drome = questions.maturity(release, siren_epci), questions.maturity(release, "")
    others = [questions.maturity(release, row["similar_siren_epci"]) for row in near]
    columns = {"theme": "Thème", "reading": "Ici", "n": "Structures"}
    columns |= {"score": "Score sur 100", "low": "Borne basse", "high": "Borne haute"}
    if siren_epci:
        columns |= {"drome": "Drôme", "drome_n": "Structures (Drôme)", "drome_score": "Score Drôme"}
    for n, row in enumerate(near, start=1):
        columns[f"near_{n}"] = f"{n}. {row['short_name']}"
        columns[f"near_{n}_score"] = f"Score {row['short_name']}"
        columns[f"near_{n}_n"] = f"Structures ({row['short_name']})"
    labels = {OVERALL: "Ensemble"} | {t["theme"]: t["label"] for t in queries.themes(release)}
    rows = []
    for theme, label in labels.items():
        row = _side(own.get((wave, theme)), "") | _side(drome.get((wave, theme)), "drome_")
        for n, other in enumerate(others, start=1):
            row |= _side(other.get((wave, theme)), f"near_{n}_")
            row[f"near_{n}"] = _reading(row, f"near_{n}_")
        rows.append(row | {"theme": label, GEOMETRY: geometry, "drome": _reading(row, "drome_")})
    compared = ["drome", *(f"near_{n}" for n in range(1, len(near) + 1))] if siren_epci else []
    return Section(
        "maturite", f"Maturité par thème, vague {wave}", columns,
        ["theme", "reading", "n", *compared], rows, cited(release, SURVEYS, wave=wave),
        intro="De 0 (pas abordé) à 100 (partagé avec d'autres).",
        simulated=_simulated(own, drome),
        figures={"reading": ("n",), **dict.fromkeys(compared, ())},
        aside=_not_shown(release, own.get((wave, OVERALL)), wave, rows, near if compared else []),
    )  # fmt: skip


def _not_shown(
    release: Snapshot, own: Row | None, wave: int, rows: list[Row], near: list[Row]
) -> str:
    """Why the territory has no figure, and which columns the table does without."""
    why = reasons.maturity(release, own, wave) if says_nothing(rows, "reading") else ""
    if why and not says_nothing(rows, "drome"):
        why += reasons.BESIDE
    names = [f"{n}. {row['short_name']}" for n, row in enumerate(near, start=1)
             if says_nothing(rows, f"near_{n}")]  # fmt: skip
    return f"{why} {reasons.left_out(names)}".strip()


def level(release: Snapshot, row: Row | None) -> str:
    """The level of a maturity and what its interval leaves open, in words; "" when not shown."""
    if row is None or not row.get("level") or not release.has("maturity_levels"):
        return ""
    labels = {found["level"]: found for found in queries.levels(release)}
    here = labels[row["level"]]
    said = f"Niveau\u00a0: {here['label'].lower()} ({here['meaning'].lower()})"
    if row["low"] is None:
        return f"{said}."
    low, high = (labels[row[f"level_{side}"]]["label"].lower() for side in ("low", "high"))
    bounds = f"l'intervalle à 95 %, de {french.number(row['low'])} à {french.number(row['high'])},"
    if french.number(row["low"]) == french.number(row["high"]):
        return f"{said} ; toutes les structures ont répondu."
    if low == high:
        return f"{said} ; {bounds} y est tout entier."
    return f"{said} ; {bounds} va de « {low} » à « {high} »\u00a0: le niveau n'est pas certain."


def changes(release: Snapshot, siren_epci: str, geometry: str) -> Section | None:
    """What changed between the two latest waves, with the verdict; None in an older release."""
    if not release.has("maturity_changes"):
        return None
    first, last = queries.spans(release)[0]
    found = queries.changes(release, siren_epci or "drome", first, last)
    title = f"Ce qui a évolué de {first} à {last}"
    known = found if any(row["panel_change"] is not None for row in found) else []
    section = comparisons.changes(release, known, title, "Thème", geometry)
    return replace(section, intro=f"{section.intro} Panel : les structures qui ont répondu aux "
                   "deux vagues ; « toutes » : avec celles qui arrivent ou partent.",
                   empty=_too_few(release, siren_epci, first, last),
                   simulated=any(row["is_simulated"] for row in found),
                   sources=cited(release, SURVEYS, wave=first) + cited(release, SURVEYS, wave=last),
                   )  # fmt: skip


def _too_few(release: Snapshot, siren_epci: str, first: int, last: int) -> str:
    """Why no change is shown here, and that of the Drôme in its place."""
    said = f"Trop peu de structures ont répondu ici en {first} et en {last} pour le montrer."
    return f"{said} Dans l'ensemble de la Drôme, {moved(release, '')}." if siren_epci else said


def moved(release: Snapshot, siren_epci: str) -> str:
    """The verdict on the index between the two latest waves; "" when the release has none."""
    if not release.has("maturity_changes"):
        return ""
    first, last = queries.spans(release)[0]
    row = queries.changes(release, siren_epci or "drome", first, last)[0]
    said = f"de {first} à {last} : {row['verdict_label'].lower()}"
    if row["panel_change"] is None:
        return said
    least, most = (comparisons.points(row[side]) for side in ("low", "high"))
    return (
        f"{said} ({comparisons.points(row['panel_change'])} points, de {least} à {most}), d'après "
        f"{french.count(row['panel'], 'structure')} du panel"
    )


def history(release: Snapshot, siren_epci: str, geometry: str) -> Section:
    """The same figures at every wave, for the themes that have one."""
    own, drome = questions.maturity(release, siren_epci), questions.maturity(release, "")
    waves = sorted(queries.waves(release))
    labels = {t["theme"]: t["label"] for t in queries.themes(release)}
    here = "Ensemble, ici" if siren_epci else "Ensemble"
    lines = [(here, own, OVERALL)]
    lines += [("Ensemble, Drôme", drome, OVERALL)] if siren_epci else []
    known = {theme for (_, theme), row in own.items() if row["score"] is not None}
    lines += [(label, own, theme) for theme, label in labels.items() if theme in known]
    columns = {"theme": "Thème"} | {f"w{wave}": f"Vague {wave}" for wave in waves}
    for wave in waves:
        columns |= {f"score_{wave}": f"Score {wave}", f"n_{wave}": f"Structures {wave}"}
    rows: list[Row] = []
    for label, found, theme in lines:
        row: Row = {"theme": label, GEOMETRY: geometry}
        for wave in waves:
            one = found.get((wave, theme))
            several = one["structures"] if one else 0
            row[f"w{wave}"] = _counted(score(one), several)
            row |= {f"score_{wave}": one["score"] if one else None, f"n_{wave}": several}
        rows.append(row)
    return Section(
        "historique", "D'une vague à l'autre", columns, ["theme", *(f"w{w}" for w in waves)], rows,
        cited(release, SURVEYS),
        intro="Scores sur 100 ; n : nombre de structures, qui ne sont pas les mêmes d'une vague "
        "à l'autre.",
        simulated=_simulated(own, drome),
    )  # fmt: skip


def _side(row: Row | None, prefix: str) -> Row:
    """A figure of one territory under keys of its own, `low` and `high` when they are known."""
    found = row or {}
    said = {f"{prefix}score": found.get("score"), f"{prefix}n": found.get("structures") or 0}
    if not prefix:
        low, high = found.get("low"), found.get("high")
        said |= {"low": low, "high": high, "reading": score(row) + _between(low, high)}
    return said | {f"{prefix}masked": bool(found.get("is_masked"))}


def _between(low: float | None, high: float | None) -> str:
    """The interval in words; nothing when there is none, or when all the structures answered."""
    if low is None or high is None:
        return ""
    bounds = [french.number(low), french.number(high)]
    return "" if bounds[0] == bounds[1] else f" ({bounds[0]}\u00a0à\u00a0{bounds[1]})"


def _reading(row: Row, prefix: str) -> str:
    one = {"score": row[f"{prefix}score"], "is_masked": row[f"{prefix}masked"]}
    return _counted(score(one), row[f"{prefix}n"])


def _counted(said: str, several: int) -> str:
    """A figure beside others: « 55 (n = 38) »; the scale is in the header or the intro."""
    short = said.removesuffix(OUT_OF)
    return said if said == ABSENT else f"{short} (n\u00a0=\u00a0{several})"


def _simulated(*found: dict[tuple[int, str], Row]) -> bool:
    return any(row["is_simulated"] for rows in found for row in rows.values())
