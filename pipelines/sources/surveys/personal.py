"""Which columns of an export may name somebody, or lead to somebody's door."""

import re
from itertools import islice

from pipelines.personal_data import looks_personal
from pipelines.sources.surveys.columns import Column
from pipelines.sources.surveys.kinds import SCALE_WORDS
from pipelines.sources.surveys.reader import Export

ENOUGH = 2_000  # filled cells looked at: half of them decide
SOMEBODY = (
    r"contact|b[ée]n[ée]vole|direct(?:eur|rice)|r[ée]pondant|r[ée]f[ée]rent|responsable|pr[ée]sident"
    r"|salari[ée]|animat(?:eur|rice)|coordinat(?:eur|rice)|personne|interlocut(?:eur|rice)|adh[ée]rent"
    r"|participant|enqu[êe]t(?:[ée]|eur|rice)|respondent|person|manager|volunteer"
)
OF = r"(?: du| de la| de l['’]?| des| de votre| of the| of)?"
NAMED = re.compile(
    r"pr[ée]noms?\b|(?:\b(?:first|last|full|family|your)|\bsur) ?name"
    rf"|\b(?:noms?|names?){OF} ?(?:{SOMEBODY})|\b(?:{SOMEBODY})(?:'s)? name"
    r"|date de naissance|birth ?da(?:te|y)|date of birth",
    re.IGNORECASE,
)
GIVEN_NAME = re.compile(r"\bpr[ée]noms?\b|\bfirst ?name|\bgiven ?name", re.IGNORECASE)
NAME_ALONE = re.compile(r"(?:noms?|last ?name|name)\W*\d?\W*", re.IGNORECASE)
ADDRESS = re.compile(
    r"\b(?:(?:votre|home|street|postal|mailing|your) )?(?:adresse|address)"
    r"(?: (?:postale|personnelle|compl[èe]te|du domicile|line \d|\d))*\W*\d?\W*",
    re.IGNORECASE,
)


def personal_columns(export: Export) -> list[str]:
    """Return the headers of the columns that look like personal data.

    By the tool's own headers, by the cells (an e-mail, a number, a network address), and by what
    is asked: a name, an address, a date of birth. « Nom » alone is an organisation's, unless a
    first name, or a way to reach the same person, is asked beside it.
    """
    found = {column.number for column in export.columns if _is_personal(export, column)}
    columns = [column for column in export.columns if column.number in found]
    is_person_named = any(GIVEN_NAME.search(_words(column.name)) for column in columns)
    reached = {column.question for column in columns if column.question}
    return [
        column.name
        for column in export.columns
        if column.number in found
        or (
            not column.is_metadata
            and (is_person_named or column.question in reached)
            and NAME_ALONE.fullmatch(_words(column.item or column.name))
        )
    ]


def _is_personal(export: Export, column: Column) -> bool:
    cells = export.values(column)
    if column.is_metadata and export.tool.is_personal(column.name, cells):
        return True
    filled = list(islice(filter(None, cells), ENOUGH))
    if filled and {cell.casefold() for cell in filled} <= SCALE_WORDS:
        return False  # « Connaissez-vous le nom du référent ? »
    if looks_personal(column.name, filled) is not None:
        return True
    return not column.is_metadata and bool(
        NAMED.search(_words(column.name)) or ADDRESS.fullmatch(_words(column.item or column.name))
    )


def _words(header: str) -> str:
    """« contact/nom_du_referent » in words; the group is left out."""
    return re.sub(r"^.*/", "", header).replace("_", " ").strip()
