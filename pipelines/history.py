"""What the verbs on the past print: the releases, what changed, going back, whence a figure."""

import json
from collections.abc import Sequence

from pipelines import changes, releases, rollbacks, sentences, trace
from pipelines.changes import Changes
from pipelines.console import err, make_table, out, print_rows, print_table
from pipelines.errors import Problem, TecsError, UnusableInput
from pipelines.evidence import Row
from pipelines.settings import Settings


def list_releases(settings: Settings) -> None:
    """Print a table of the releases, newest first: when made, how large, in which state."""
    served = releases.served(settings)
    table = make_table("Version", "Produite le (UTC)", "Tables", "Lignes", "État")
    for release in reversed(releases.known(settings)):
        mark = "servie" if release == served else ""
        if releases.is_intact(settings, release):
            content = releases.manifest(settings, release)
            many = sum(item["rows"] for item in content["tables"])
            facts = (content["created_at"], str(len(content["tables"])), str(many))
        else:
            facts, mark = ("?", "?", "?"), ", ".join(filter(None, (mark, "abîmée")))
        table.add_row(release, *facts, mark)
    if not table.rows:
        out.print("Aucune version publiée : lancer `tecs run`.")
    else:
        print_table(table)


def diff(settings: Settings, first: str | None, second: str | None, *, as_json: bool) -> int:
    """Print what changed from `first` to `second`, and why; return the exit code.

    By default the served release and the one that readers saw before it.
    """
    try:
        found = _changes(settings, first, second)
    except TecsError as error:
        err.print(str(error))
        return error.exit_code
    if as_json:
        _print_json(found)
    else:
        _print_changes(found)
    return 0


def rollback(settings: Settings, release: str | None) -> int:
    """Serve a former release, by default the last good one before; return the exit code."""
    before = releases.served(settings)
    try:
        now = rollbacks.roll_back(settings, release)
    except TecsError as error:
        err.print(str(error))
        return error.exit_code
    if now == before:
        out.print(f"La version {now} est déjà servie : rien n'est changé.")
        return 0
    out.print(f"La version {now} est servie de nouveau ; la page « Qualité des données » le dit.")
    if before:
        out.print(f"Pour revenir à la précédente : `tecs rollback {before}`.")
    return 0


def show_trace(settings: Settings, mart: str, words: Sequence[str], *, as_json: bool) -> int:
    """Print the source rows behind the lines of a mart, and the sums; return the exit code."""
    try:
        found = trace.trace(settings, mart, trace.read_filters(words))
    except TecsError as error:
        err.print(str(error))
        return error.exit_code
    if as_json:
        _print_json(found)
        return 0
    _print_lines("Ce qui est publié", [_said(figure) for figure in found["figures"]])
    _print_lines("Le calcul, refait depuis les lignes", found["arithmetic"])
    _print_lines("Les lignes des fichiers reçus", [_placed(line) for line in found["lines"]])
    return 0


def _changes(settings: Settings, first: str | None, second: str | None) -> Changes:
    new = second or releases.served(settings) or ""
    folder = releases.open_folder(settings, new)
    old = first or _seen_before(settings, new)
    if old is None:
        raise UnusableInput(
            Problem(
                f"il n'y a pas de version avant {new} à laquelle la comparer.",
                hint="`tecs releases` énumère les versions et dit leur état.",
            )
        )
    return changes.compare(releases.open_folder(settings, old), folder, "comite")


def _seen_before(settings: Settings, release: str) -> str | None:
    """The release that `release` was compared with, if it is still there; else the one before."""
    told = settings.published / release / releases.CHANGES["public"]
    said = json.loads(told.read_text("utf-8"))["from"] if told.is_file() else None
    if said and releases.is_intact(settings, said["release_id"]):
        return str(said["release_id"])
    return releases.intact_before(settings, release)


def _print_changes(found: Changes) -> None:
    out.print(f"De {found['from']['release_id']} à {found['to']['release_id']} :")
    for sentence in found["sentences"]:
        out.print(f"  {sentence}", markup=False)
    print_rows("Tables", [_table_row(row) for row in found["tables"]])
    print_rows("Chiffres par territoire", [_figure_row(row) for row in found["figures"]])
    print_rows("Scores par structure", [_structure_row(row) for row in found["structures"]])
    print_rows("Politiques", [_policy_row(row) for row in found["policies"]])


def _table_row(row: Row) -> Row:
    change = sentences.WORDS[row["change"]]
    return {"table": row["table"], "changement": change, "lignes": sentences.rows(row)}


def _figure_row(row: Row) -> Row:
    return {
        "territoire": row["name"],
        "vague": row["wave"],
        "sujet": row["subject_label"],
        "avant": sentences.value(row, "before"),
        "après": sentences.value(row, "after"),
        "structures": f"{row['structures_before'] or 0} → {row['structures_after'] or 0}",
        "pourquoi": sentences.why(row),
    }


def _structure_row(row: Row) -> Row:
    return {
        "structure": row["structure_id"],
        "vague": row["wave"],
        "thème": row["subject_label"],
        "avant": "aucun" if row["before"] is None else sentences.number(row["before"]),
        "après": "aucun" if row["after"] is None else sentences.number(row["after"]),
        "pourquoi": sentences.why(row),
    }


def _policy_row(row: Row) -> Row:
    return {
        "territoire": row["name"],
        "politique": row["policy"],
        "dispositif": row["scheme"],
        "avant": row["before"],
        "après": row["after"],
        "pourquoi": sentences.why(row),
    }


def _print_lines(title: str, lines: Sequence[str]) -> None:
    if lines:
        out.print(f"\n{title}", markup=False)
    for line in lines:
        out.print(f"  {line}", markup=False)


def _placed(line: Row) -> str:
    """A source row: where it stands, then what was read in it."""
    facts = dict(line)
    file, row, column = (facts.pop(f"source_{part}", None) for part in ("file", "row", "column"))
    place = f"{file}, ligne {row}" + (f", colonne « {column} »" if column else "")
    return f"{place} : {_said(facts)}"


def _said(facts: Row) -> str:
    return ", ".join(f"{name} = {value}" for name, value in facts.items() if value is not None)


def _print_json(content: Row) -> None:
    out.print(json.dumps(content, ensure_ascii=False, indent=2, default=str), markup=False)
