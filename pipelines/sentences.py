"""What changed, told in French sentences: the same in `tecs diff` and on the dashboard."""

from collections.abc import Sequence

from pipelines.evidence import OVERALL, Row

MASKED = "masqué"
TOLD = 8  # territories named one by one; the table has them all
FIRST = "C'est la première version publiée : il n'y a rien à quoi la comparer."
NOTHING = "Rien n'a changé : mêmes sources, mêmes chiffres."
UNLIKE = "Les chiffres ne sont pas comparés : la forme des tables publiées a changé."
WORDS = {
    "added": "ajoutée",
    "removed": "retirée",
    "modified": "modifiée",
    "decided": "inchangée, lignes écartées ou reprises",
}


def tell(changes: Row) -> list[str]:
    """One sentence a change, the general ones first; never empty."""
    if changes["from"] is None:
        return [FIRST]
    # the code last: it explains only what nothing else does
    told = [_context(row) for row in changes["context"] if row["what"] != "git_commit"]
    told += [
        f"Source {WORDS[row['change']]} : {row['source_file']} ({rows(row)} retenues)."
        for row in changes["sources"]
    ]
    if not changes["comparable"]:
        return [*told, UNLIKE]
    told += [*_maturity(changes["figures"]), *_others(changes)]
    told += [_context(row) for row in changes["context"] if row["what"] == "git_commit"]
    if not told and changes["tables"]:
        many = count(len(changes["tables"]), "table a", "tables ont")
        return [f"Les chiffres par territoire n'ont pas changé ; {many} changé."]
    return told or [NOTHING]


def rows(row: Row) -> str:
    """« 7 → 8 lignes »; one number when it is the same, or when there is one side only."""
    known = (row[key] for key in ("rows_before", "rows_after") if row[key] is not None)
    numbers = list(dict.fromkeys(known))
    return f"{' → '.join(map(str, numbers))} ligne{'s' if max(numbers, default=0) > 1 else ''}"


def value(row: Row, side: str) -> str:
    """A score before or after: its number, or why there is none."""
    if row[f"masked_{side}"]:
        return MASKED
    return "aucun" if row[side] is None else number(row[side])


def _values(row: Row) -> str:
    """Both scores, each with its number of structures."""
    before, after = value(row, "before"), value(row, "after")
    values = f"toujours {after}" if before == after == MASKED else f"{before} → {after}"
    was, now = (row[f"structures_{side}"] or 0 for side in ("before", "after"))
    structures = count(now, "structure", "structures")
    return f"{values} ({structures if was == now else f'{was} → {structures}'})"


def number(score: float) -> str:
    """57.57 → « 57,6 »."""
    return f"{score:.1f}".replace(".", ",")


def why(row: Row) -> str:
    """The reasons of a change on one line."""
    return " ; ".join(reason["text"] for reason in row["reasons"])


def _cause(row: Row) -> str:
    """« Cause : … », or the avowal that there is none to be told."""
    avowed = row["reasons"][0]["code"] == "unknown"
    return why(row).capitalize() if avowed else f"Cause : {why(row)}"


def count(n: int, one: str, many: str) -> str:
    """1, table a, tables ont → « 1 table a »."""
    return f"{n} {one if n == 1 else many}"


def _context(row: Row) -> str:
    before, after = (str(row[side] or "inconnu") for side in ("before", "after"))
    if row["what"] == "git_commit":
        return "Le logiciel a été mis à jour."
    return f"Changement : {row['label']}, {before} → {after}."


def _maturity(figures: Sequence[Row]) -> list[str]:
    overall = [
        row for row in figures if row["figure"] == "maturity_by_epci" and row["subject"] == OVERALL
    ]
    told = [
        f"{row['name']}, maturité d'ensemble {row['wave']} : {_values(row)}. {_cause(row)}."
        for row in overall[:TOLD]
    ]
    rest = len(overall) - TOLD
    if rest > 0:
        told.append(
            f"Et {count(rest, 'autre territoire', 'autres territoires')} : voir le tableau."
        )
    return told


def _others(changes: Row) -> list[str]:
    themes = sum(row["subject"] != OVERALL for row in changes["figures"])
    counted = (
        (themes, "chiffre par thème ou politique change.",
         "chiffres par thème ou politique changent."),
        (changes["structures_changed"], "structure change de score ou de territoire.",
         "structures changent de score ou de territoire."),
        (len(changes["policies"]), "dispositif change d'état ou de couverture.",
         "dispositifs changent d'état ou de couverture."),
    )  # fmt: skip
    return [count(n, one, many) for n, one, many in counted if n]
