"""What the quality page says: the verdict, freshness, rejections, versions, the dictionary.

No Streamlit in here.
"""

from collections.abc import Sequence
from datetime import date
from html import escape
from urllib.parse import urlencode

from dashboard import charts, french, queries, snapshot
from dashboard.charts import Html
from dashboard.content.catalogue import plain
from dashboard.exports.shown import Shown
from dashboard.snapshot import Row, Snapshot

MONTHS, DAYS = 12, 30.4375  # in a year; in a month, on average
FRESHNESS_COLUMNS = {"label": "Source", "received": "Reçue le", "term": "Terme promis"}
REJECTED_COLUMNS = {"rows": "Lignes", "reason": "Motif", "source_file": "Fichier"}
VERSION_COLUMNS = {"version": "Version", "changes": "Ce qu'elle a changé"}
SOURCE_COLUMNS = {
    "title": "Source et fichier", "producer": "Producteur", "licence": "Licence",
    "received": "Reçue le", "rows": "Lues / retenues / rejetées", "nature": "Nature",
    "sha256": "Empreinte",
}  # fmt: skip
CHECK_COLUMNS = {"meaning": "Échoue si", "table": "Table", "column": "Colonne",
                 "verdict": "Résultat"}  # fmt: skip
TABLE_COLUMNS = {"table_name": "Table", "columns": "Colonnes"}
COLUMN_COLUMNS = {"table_name": "Table", "column_name": "Colonne", "data_type": "Type",
                  "comment": "Sens"}  # fmt: skip
FOUND_COLUMNS = {"name": "Colonne", "comment": "Sens"}
WHERE_ROWS = (
    "Les lignes elles-mêmes ne sont pas publiées : elles peuvent contenir des réponses. Qui tient "
    "les données les retrouve, avec leur numéro et ce qui était attendu, par "
    "`tecs check data/raw/…` (le dossier du fichier) : la commande écrit dans `data/check/` une "
    "copie du fichier où chaque cellule en cause est coloriée et commentée. Une fois corrigé, "
    "`tecs run` publie."
)


def verdict(release: Snapshot) -> list[str]:
    """What a partner needs, in three or four sentences."""
    manifest, sources = release.manifest, queries.sources(release)
    checks = manifest["checks"]
    warned = [check for check in checks if not check["passed"]]
    _, _, rejected = counts(release)
    told = french.count(len(checks), "contrôle")
    said = [
        f"Publiée le {french.moment(manifest['created_at'])}, après {told} : aucun de ceux qui "
        "empêchent de publier n'a échoué.",
        f"{french.count(len(warned), 'avertissement')} à corriger, ci-dessous."
        if warned
        else "Aucun avertissement.",
        f"{french.count(rejected, 'ligne rejetée', 'lignes rejetées')} sur "
        f"{french.number(sum(row['rows_in'] or 0 for row in sources))} lues, chacune avec son "
        "motif : aucune n'est perdue en silence.",
    ]
    if manifest["has_simulated"]:
        said.append("Les réponses aux enquêtes sont simulées ; tout le reste est réel.")
    return said


def counts(release: Snapshot) -> tuple[int, int, int]:
    """How many lines were read, kept, and rejected; those of other territories are in no one."""
    sources = queries.sources(release)
    read, kept, rejected = (
        sum(row[column] or 0 for row in sources)
        for column in ("rows_in", "rows_kept", "rows_rejected")
    )
    return read, kept, rejected - queries.out_of_scope(release)


def figures(release: Snapshot) -> str:
    """The key figures of the page."""
    checks = release.manifest["checks"]
    read, kept, rejected = counts(release)
    passed = sum(check["passed"] for check in checks)
    several = french.count(len(queries.sources(release)), "fichier")
    return charts.figures(
        [
            ("Contrôles réussis", f"{passed} sur {len(checks)}", "de la version"),
            ("Lignes lues", french.number(read), several),
            ("Lignes retenues", french.number(kept), french.percent(kept / read if read else None)),
            ("Lignes rejetées", french.number(rejected), "chacune avec son motif"),
            ("Hors territoire", french.number(queries.out_of_scope(release)),
             "lignes des fichiers officiels"),
        ]
    )  # fmt: skip


def freshness(release: Snapshot, today: date) -> str:
    """How old each source is on that day, and whether a promised term is past."""
    latest: dict[str, Row] = {}
    for row in queries.sources(release):
        known = latest.get(row["source"])
        if known is None or str(row["received_on"]) > str(known["received_on"]):
            latest[row["source"]] = row
    rows = [aged(row, today) for row in latest.values()]
    return charts.table(f"Âge au {french.day(today)}", FRESHNESS_COLUMNS, rows)


def aged(row: Row, today: date) -> Row:
    """The latest file of a source, its age on that day, and its term, held or past."""
    age = (today - _date(row["received_on"])).days
    term = row.get("renew_by")  # a release made before has none
    received = f"{french.day(row['received_on'])}<br/><small>il y a {_age(age)}</small>"
    return {
        "label": row["source_label"] or row["source"],
        "received": Html(received),
        "term": _promised(_date(term), today) if term else "aucun",
    }


def _promised(term: date, today: date) -> Html:
    state = "terme dépassé : à renouveler" if term < today else "à jour"
    return Html(f"nouvelles données promises pour le {french.day(term)} : <b>{state}</b>")


def _date(found: object) -> date:
    return date.fromisoformat(str(found)[:10])


def _age(days: int) -> str:
    if days < 2 * DAYS:
        return french.count(days, "jour")
    months = int(days / DAYS)
    if months < 2 * MONTHS:
        return f"{months} mois"
    return french.count(months // MONTHS, "an")


def rejected(release: Snapshot) -> str:
    """The rejected lines by file and reason."""
    rows = [{**row, "rows": french.number(row["rows"]), "source_file": charts.path(
        row["source_file"])} for row in queries.outcomes(release)]  # fmt: skip
    return charts.table("Par fichier et motif", REJECTED_COLUMNS, rows)


def versions(release: Snapshot, audience: str | None, siren_epci: str = "") -> str:
    """The releases on the disk, newest first, and what each changed; a damaged one is said so.

    `audience` is whom they are opened for (snapshot.choose); the links keep the territory.
    """
    kept = escape("&" + urlencode({"epci": siren_epci})) if siren_epci else ""
    rows = [
        _version(name, release.release_id, audience, kept) for name in reversed(snapshot.releases())
    ]
    return charts.table("Les versions gardées, la plus récente d'abord", VERSION_COLUMNS, rows)


def _version(name: str, shown: str, audience: str | None, kept: str) -> Row:
    found = snapshot.choose(name, audience)
    if found is None or found.release_id != name:
        return {"version": charts.path(name), "changes": "abîmée : elle n'est jamais montrée"}
    told = found.changes["sentences"] if found.changes else ["non dit par cette version"]
    marks = {"celle-ci": shown, "en cours": snapshot.served_id()}
    said = ", ".join(mark for mark, marked in marks.items() if name == marked)
    mark = f" ({said})" if said else ""
    made = escape(french.moment(found.manifest["created_at"]))
    link = f'<a href="changements?release={name}{kept}" target="_self">{made}</a>'
    return {
        "version": Html(f"{link}{mark}<br/><small>{escape(name)}</small>"),
        "changes": Html("<br/>".join(map(escape, told))),
    }


def sources(release: Snapshot) -> str:
    """Every file of the release."""
    rows = queries.sources(release)
    return charts.table("Fichiers de la version", SOURCE_COLUMNS, [_source(row) for row in rows])


def _source(row: Row) -> Row:
    name = f"{escape(row['title'])}<br/><small>{charts.path(row['source_file'])}</small>"
    return {
        "title": Html(name),
        "producer": row["producer"],
        "licence": row["licence"],
        "received": french.day(row["received_on"]),
        "rows": f"{row['rows_in']} / {row['rows_kept']} / {row['rows_rejected']}",
        "nature": french.SIMULATED if row["is_simulated"] else "réelle",
        "sha256": row["sha256"][:12],
    }


def checks(found: Sequence[Row]) -> str:
    """Every check with its verdict, those that failed first."""
    rows = [
        {**check, "verdict": "réussi" if check["passed"] else "à corriger"}
        for check in sorted(found, key=lambda check: check["passed"])
    ]
    return charts.table("Contrôles de la version", CHECK_COLUMNS, rows)


def dictionary(rows: Sequence[Row], words: str) -> str:
    """The columns in which every word stands; without a word, the tables and their size."""
    if not words.strip():
        names = dict.fromkeys(row["table_name"] for row in rows)
        several = [sum(row["table_name"] == name for row in rows) for name in names]
        tables = [{"table_name": n, "columns": c} for n, c in zip(names, several, strict=True)]
        return charts.table(f"{len(tables)} tables, {len(rows)} colonnes", TABLE_COLUMNS, tables)
    found = [row for row in rows if _says(row, words)]
    told = french.count(len(found), "colonne trouvée", "colonnes trouvées")
    return charts.table(f"{told} sur {len(rows)}", FOUND_COLUMNS, list(map(_column, found)))


def _column(row: Row) -> Row:
    where = f"{row['table_name']}, {row['data_type'].lower()}"
    name = f"{charts.path(row['column_name'])}<br/><small>{charts.path(where)}</small>"
    return {"name": Html(name), "comment": row["comment"]}


def _says(row: Row, words: str) -> bool:
    told = plain(" ".join(str(row[key] or "") for key in COLUMN_COLUMNS))
    return all(word in told for word in plain(words).split())


def shown(release: Snapshot) -> list[Shown]:
    """The tables of the page as the input of every export, whole."""
    tables = (
        ("Lignes rejetées", REJECTED_COLUMNS, queries.outcomes(release)),
        ("Sources", {"title": "Source", "source_file": "Fichier", "producer": "Producteur",
                     "licence": "Licence", "received_on": "Reçue le", "rows_in": "Lignes lues",
                     "rows_kept": "Retenues", "rows_rejected": "Rejetées", "sha256": "Empreinte"},
         queries.sources(release)),
        ("Dictionnaire", COLUMN_COLUMNS, queries.dictionary(release)),
    )  # fmt: skip
    return [
        Shown(
            title=title, columns=columns, rows=rows, release_id=release.release_id,
            created_at=release.manifest["created_at"], sources=["Observatoire TECS"],
            filters="Aucun", simulated=False,
        )
        for title, columns, rows in tables
    ]  # fmt: skip
