"""Where the figures that are not one territory's come from: files, sum in words, command.

No Streamlit here; dashboard/origins.py shows it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from html import escape

from dashboard import charts, french, queries
from dashboard.charts import Html
from dashboard.snapshot import Row, Snapshot

COLUMNS = {"source": "Fichier", "kept": "Lignes retenues", "nature": "Nature"}
SURVEYS, STRUCTURES, PRACTICES = "surveys", "structures", "practices"
POLICIES, TERRITORIES = "policies", "territories"


@dataclass(frozen=True)
class Kind:
    """A kind of figure: its mart, the codes of its sources, how it is made, in words.

    `file` is the name of the only file of the source that counts, when the others do not.
    """

    mart: str
    sources: Collection[str]
    sum: str
    file: str = ""


KINDS = {
    "maturite": Kind(
        "maturity_drome", {SURVEYS},
        "La maturité de la Drôme est la moyenne de toutes les structures répondantes ; celle d'une "
        "structure, la moyenne de ses thèmes selon leur poids. L'intervalle est celui de Student, "
        "à 95 %, corrigé de la part des structures qui ont répondu.",
    ),
    "evolution": Kind(
        "maturity_changes", {SURVEYS},
        "L'évolution du panel est la moyenne, sur les structures qui ont répondu aux deux vagues, "
        "de leur score à la seconde moins leur score à la première. On ne peut rien en conclure "
        "quand son intervalle à 95 % contient zéro. Celle de toutes compare les deux moyennes, "
        "entrées et sorties comprises.",
    ),
    "participation": Kind(
        "participation_drome", {SURVEYS},
        "Le taux est le nombre de structures qui participent (consultées, contributrices, "
        "co-porteuses) sur le nombre de celles qui donnent leur rôle, là où la politique est "
        "connue à la date de la vague. L'intervalle est celui de Wilson, à 95 %.",
    ),
    "ingredients": Kind(
        "ingredient_effects", {SURVEYS},
        "La différence est la maturité moyenne des structures qui ont l'ingrédient, moins celle "
        "des structures qui ne l'ont pas. L'intervalle vient de tirages avec remise, le verdict "
        "d'un test par permutation corrigé du nombre d'ingrédients (Holm). C'est une association, "
        "jamais une cause.",
    ),
    "opportunites": Kind(
        "opportunities", {SURVEYS, POLICIES, PRACTICES},
        "Une proposition est une règle appliquée aux chiffres publiés : une politique en vigueur "
        "à laquelle aucune structure répondante ne participe, ou une pratique connue sur l'un des "
        "thèmes les plus faibles. Son rang est celui de sa règle, dite au-dessus de chaque liste.",
    ),
    "accompagner": Kind(
        "mentoring", {SURVEYS},
        "Une structure au premier niveau d'un thème est rapprochée des plus proches qui y sont au "
        "moins ancrées, à vol d'oiseau de mairie à mairie.",
    ),
    "et_si": Kind(
        "maturity_by_structure", {SURVEYS},
        "Les scores publiés de chaque structure, thème par thème, sont repris tels quels ; seule "
        "leur moyenne est refaite, avec les poids choisis à l'écran. Le seuil en dessous duquel "
        "rien n'est montré reste le même.",
    ),
    "politiques": Kind(
        "policies_by_epci", {POLICIES},
        "L'état d'une politique est celui de son meilleur dispositif à la date de la version ; la "
        "couverture, le nombre de communes de son périmètre sur celles du territoire.",
    ),
    "pratiques": Kind(
        "practices", {PRACTICES},
        "Le nombre de lignes du fichier des pratiques qui répondent aux choix de la page. Une "
        "ligne dont la structure n'est pas au registre est rejetée, et comptée comme telle.",
        file="pratiques.csv",
    ),
    "structures": Kind(
        "structures", {STRUCTURES},
        "Le nombre de lignes du registre qui répondent aux choix de la page, sans les structures "
        "fictives. Le registre est partiel : ce nombre est un minimum.",
    ),
    "demarche": Kind(
        "demarche", {PRACTICES},
        "Rien n'est calculé : ce sont les éléments de la brochure, reformulés, un par ligne. Les "
        "nombres sont ceux que la brochure avance.",
        file="demarche.csv",
    ),
    "accompagnements": Kind(
        "accompaniments", {PRACTICES},
        "Rien n'est calculé : un élément par ligne, généralisé pour que rien ne ramène à une "
        "structure.",
        file="accompagnements.csv",
    ),
    "qualite": Kind(
        "sources", {SURVEYS, STRUCTURES, PRACTICES, POLICIES, TERRITORIES},
        "Fichier par fichier, les lignes lues sont les lignes retenues plus les lignes rejetées, "
        "ou dites hors du territoire. Un contrôle bloquant vérifie ce compte.",
    ),
    "methode": Kind(
        "parameters", (),
        "Rien n'est mesuré ici : chaque nombre est une ligne d'une table tenue à la main, "
        "`sql/reference/`, publiée avec la version.",
    ),
}  # fmt: skip


def files(release: Snapshot, kind: Kind, waves: Collection[int]) -> list[Row]:
    """The files of a kind of figure; of the surveys, those of the `waves` (none: all)."""
    return [
        row
        for row in queries.sources(release)
        if row["source"] in kind.sources
        and row["source_file"].endswith(kind.file)
        and (row["source"] != SURVEYS or not waves or row["wave"] in waves)
        # the invented structures are counted with the answers only
        and not (row["source"] == STRUCTURES and row["is_simulated"] and kind.mart == STRUCTURES)
    ]


def respondents(release: Snapshot, kind: Kind, waves: Collection[int]) -> str:
    """From how many structures the answers of the waves come, in words; "" for other kinds."""
    if SURVEYS not in kind.sources:
        return ""
    found = ((wave, queries.maturity_drome(release, wave)) for wave in sorted(waves))
    return " ; ".join(
        f"{french.count(row['structures'], 'structure')} à la vague {wave}"
        for wave, row in found
        if row
    )


def tabulate(rows: list[Row]) -> str:
    """The files as a table: title, name, date, lines, real or simulated."""
    return charts.table("Les fichiers qui le font", COLUMNS, [_file(row) for row in rows])


def _file(row: Row) -> Row:
    received = f"réception : le {french.day(row['received_on'])}"
    name = (
        f"{escape(row['title'])}<br/><small>{charts.path(row['source_file'])}, {received}</small>"
    )
    kept = "–" if row["rows_kept"] is None else french.number(row["rows_kept"])
    read = "" if row["rows_in"] is None else f" sur {french.number(row['rows_in'])} lues"
    nature = french.SIMULATED if row["is_simulated"] else "Données réelles"
    return {"source": Html(name), "kept": f"{kept}{read}", "nature": nature}


def command(kind: Kind, columns: dict[str, object]) -> str:
    """What a steward types to see the lines behind the figure; empty filters are left out."""
    asked = [f"{name}={value}" for name, value in columns.items() if value not in (None, "")]
    return " ".join(["tecs trace", kind.mart, *asked])
