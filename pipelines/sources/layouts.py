"""The layouts of the official policy files: which columns are read, under which names.

What is known of each, and how well, is in sql/reference/official_files.csv. Columns are found by
name, whatever their order, case and accents; those that are not listed here are never read: the
persons whom the ADEME files name (Chef_de_projet, Contact, Elu_referent) stay in the file.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipelines.errors import Problem, UnusableInput
from pipelines.sources.tabular import Table, nearest, read_table


@dataclass(frozen=True)
class Layout:
    """One official layout: raw column → the names it has in the files, the usual one first."""

    name: str  # as source.toml says it
    needed: Mapping[str, Sequence[str]]
    optional: Mapping[str, Sequence[str]]


PCAET = (
    {
        "id": ("Id",),
        "nom": ("Nom",),
        "siren_porteurs": ("SIREN collectivites_coporteuses", "collectivites_coporteuses"),
        "demarche_etat": ("Demarche_etat",),
    },
    {
        "date_modification": ("Date_modification",),
        "date_lancement": ("Date_lancement",),
        "collectivites_porteuses": ("Collectivités porteuses",),
    },
)
LAYOUTS = (
    Layout("ademe-pcaet-v1", *PCAET),
    Layout("ademe-pcaet-v2", *PCAET),
    Layout(
        "france-pat",
        {
            "id": ("id",),
            "nom_administratif": ("nom_administratif",),
            "communes_code_insee": ("communes_code_insee",),
        },
        {"nom_usuel": ("nom_usuel",), "lien_vers_la_fiche_pat": ("lien_vers_la_fiche_pat",)},
    ),
    Layout(
        "anct-crte",
        {
            "id": ("id_crte",),
            "nom": ("lib_crte",),
            "siren_groupement": ("siren_groupement",),
            "nature_juridique": ("nature_juridique",),
        },
        {
            "siren_epci": ("siren_epci",),
            "lib_groupement": ("lib_groupement",),
            "type_grp_crte": ("type_grp_crte",),
            "date_signature": ("date_signature",),
        },
    ),
)
NAMES = tuple(layout.name for layout in LAYOUTS)
COLUMNS = tuple(dict.fromkeys(c for one in LAYOUTS for c in (*one.needed, *one.optional)))
PLACE = ("source_file", "source_row")


def find_layout(name: str, sidecar: str) -> Layout:
    """Return the layout of this name; `sidecar` is the source.toml that says it.

    Raises UnusableInput when there is no such layout.
    """
    for layout in LAYOUTS:
        if layout.name == name:
            return layout
    raise UnusableInput(
        Problem(
            "cette présentation de fichier est inconnue.",
            file=sidecar,
            found=f'layout = "{name}"',
            expected=", ".join(NAMES),
            hint=f'Écrire layout = "{guess}" ?' if (guess := nearest(name, NAMES)) else None,
        )
    )


def suggest_layout(path: Path, name: str) -> str | None:
    """Return the layout whose needed columns the file has, or None; the name tells V1 from V2."""
    try:
        header = {simplify(cell or "") for cell in read_table(path, name).rows[0]}
    except UnusableInput:
        return None  # whoever reads it says what is wrong
    fitting = [
        layout.name
        for layout in LAYOUTS
        if all(header & set(map(simplify, names)) for names in layout.needed.values())
    ]
    version = "v2" if "v2" in path.name.lower() else "v1"
    return next((one for one in fitting if one.endswith(version)), next(iter(fitting), None))


def read_file(path: Path, name: str, layout: Layout, sheet: str | None = None) -> pd.DataFrame:
    """Read one official file as text: source_file, source_row, then COLUMNS (None if not there).

    Raises UnusableInput, every problem at once: unreadable file, needed column not found, line
    that has not the width of the header (shifted cells, or a file cut short), no line at all.
    """
    table = read_table(path, name, sheet)
    positions = _positions(table, layout)
    problems = [*_missing(table, layout, positions), *_ragged(table)]
    if not any(any(row) for row in table.rows[1:]):
        problems.append(Problem("aucune ligne sous l'en-tête.", name, table.sheet))
    if problems:
        raise UnusableInput(problems)
    lines = [
        (name, str(number), *(row[i] if i < len(row) else None for i in positions.values()))
        for number, row in enumerate(table.rows[1:], start=2)
        if any(row)
    ]
    read = pd.DataFrame(lines, columns=[*PLACE, *positions], dtype="str")
    return read.reindex(columns=[*PLACE, *COLUMNS]).astype("str")


def simplify(header: str) -> str:
    """« Collectivités porteuses » is collectivites_porteuses: no case, accent nor punctuation."""
    plain = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def _positions(table: Table, layout: Layout) -> dict[str, int]:
    """Where each column of the layout stands in the file; the first name that is found wins."""
    header = [simplify(cell or "") for cell in table.rows[0]]
    return {
        column: header.index(found)
        for column, names in {**layout.needed, **layout.optional}.items()
        if (found := next((s for s in map(simplify, names) if s in header), None))
    }


def _missing(table: Table, layout: Layout, positions: Iterable[str]) -> list[Problem]:
    header = [cell for cell in table.rows[0] if cell]
    return [
        Problem(
            f"la colonne « {names[0]} » manque.",
            table.file,
            table.sheet,
            1,
            found=", ".join(header),
            expected=f"les colonnes de la présentation {layout.name}",
            hint=f"Le nom a-t-il changé en « {guess} » ?"
            if (guess := nearest(names[0], header))
            else "Vérifier que le fichier est le bon, et layout dans source.toml.",
        )
        for column, names in layout.needed.items()
        if column not in positions
    ]


def _ragged(table: Table) -> list[Problem]:
    """Lines wider than the header, and a last line narrower than it: the file was cut short."""
    width = len(table.rows[0])
    last = len(table.rows)
    return [
        Problem(
            "cette ligne n'a pas le nombre de cellules de l'en-tête.",
            table.file,
            table.sheet,
            number,
            found=f"{len(row)} cellules",
            expected=f"{width} cellules",
            hint="Le fichier est sans doute tronqué ou modifié : le télécharger de nouveau.",
        )
        for number, row in enumerate(table.rows, start=1)
        if any(row[width:]) or (number == last and 0 < len(row) < width)
    ]
