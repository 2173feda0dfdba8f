"""Each tool's export is read as it is; what is not understood is said in French, exactly where."""

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pipelines.errors import UnusableInput
from pipelines.settings import ROOT, Settings
from pipelines.sources import surveys

LIME, FRAMA, KOBO = "2020/reponses.csv", "2022/reponses.csv", "2025/reponses.xlsx"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A copy of the three waves of the tiny world."""
    return shutil.copytree(ROOT / "tests/world/raw/surveys", tmp_path / "raw" / "surveys")


def read(raw: Path) -> dict[str, pd.DataFrame]:
    return surveys.read(Settings(data=raw.parent.parent, demonstration="auto"))


def refusals(raw: Path) -> list[str]:
    with pytest.raises(UnusableInput) as refusal:
        read(raw)
    return [str(problem) for problem in refusal.value.problems]


def edit(path: Path, change: Callable[[str], str], encoding: str = "utf-8-sig") -> None:
    text = path.read_bytes().decode(encoding)
    assert change(text) != text
    path.write_bytes(change(text).encode(encoding))


def replace(old: str, new: str, times: int = -1) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, times)


def answer(frames: dict[str, pd.DataFrame], file: str, row: str, column: str) -> str | None:
    """The cell of a line, by the header of its column."""
    columns, cells = (
        frames[table].loc[frames[table]["source_file"] == f"raw/surveys/{file}"]
        for table in ("survey_columns", "survey_cells")
    )
    number = columns.loc[columns["column_name"] == column, "column_number"].item()
    at = (cells["source_row"] == row) & (cells["column_number"] == number)
    value = cells.loc[at, "value"].item()
    return None if pd.isna(value) else str(value)


def test_the_frames_are_those_announced(raw: Path) -> None:
    frames = read(raw)
    assert tuple(frames) == surveys.TABLES
    for frame in frames.values():
        assert {"source_file", "source_row"} <= set(frame.columns)
        assert {str(dtype) for dtype in frame.dtypes} == {"str"}


def test_every_line_of_the_three_tools_is_read_and_the_partial_ones_are_told(raw: Path) -> None:
    lines = read(raw)["survey_lines"]
    found = lines.groupby("source_file")["source_row"].apply(list).to_dict()
    assert found == {
        f"raw/surveys/{LIME}": ["2", "3", "4", "5"],
        f"raw/surveys/{FRAMA}": [str(row) for row in range(4, 12)],
        f"raw/surveys/{KOBO}": [str(row) for row in range(2, 11)],
    }
    partial = lines[lines["is_partial"] == "true"]
    assert list(partial["source_file"] + ":" + partial["source_row"]) == [
        f"raw/surveys/{LIME}:5",
        f"raw/surveys/{FRAMA}:10",
    ]


def test_a_value_is_kept_as_the_tool_wrote_it(raw: Path) -> None:
    frames = read(raw)
    assert answer(frames, LIME, "2", "ALIM[SQ001]") == "A3"
    assert answer(frames, LIME, "2", "ACCREC[SQ003]") == "Y"
    assert answer(frames, LIME, "2", "ACCREC[SQ001]") is None
    heading = "Alimentation et circuits courts"
    label = "Nous achetons local, bio ou en circuit court pour nos repas et nos goûters"
    assert answer(frames, FRAMA, "4", f"{heading} [{label}]") == "Installé dans la durée"
    option = "Accompagnements reçus [Une visite chez une autre structure]"
    assert answer(frames, FRAMA, "4", option) == "X"
    assert answer(frames, KOBO, "4", "alimentation/jardin") is None
    assert answer(frames, KOBO, "2", "accompagnement/souhaite") == "outils reseau"
    assert answer(frames, KOBO, "2", "accompagnement/souhaite/outils") == "1"
    assert answer(frames, KOBO, "2", "accompagnement/souhaite/visite") == "0"


def test_columns_are_told_apart_by_what_they_hold(raw: Path) -> None:
    columns = read(raw)["survey_columns"]
    roles = columns.groupby(["source_file", "role"]).size().to_dict()
    assert roles[(f"raw/surveys/{FRAMA}", "metadata")] == 9
    assert roles[(f"raw/surveys/{KOBO}", "joined")] == 2
    ticked = columns[columns["answer_code"].notna()].groupby("source_file")["ticked"].first()
    assert list(ticked) == ["Y|Oui|Yes|1", "X", "1|1.0|True|TRUE"]


def test_a_question_alone_after_a_grid_is_not_taken_for_its_last_line(raw: Path) -> None:
    """Framaforms titles a grid once, over its first line: nothing says where the grid ends."""
    columns = read(raw)["survey_columns"]
    asked = columns[columns["source_file"] == f"raw/surveys/{FRAMA}"]
    codes = asked.set_index("column_name")["question_code"]
    assert codes["Vos nom et prénom"] == "repondant_nom"


def test_an_unknown_column_is_named_with_its_neighbour(raw: Path) -> None:
    edit(raw / LIME, replace("ALIM[SQ001]", "ALIM[SQ01]"))
    assert refusals(raw) == [
        "raw/surveys/2020/reponses.csv, ligne 1, colonne « ALIM[SQ01] » : cette colonne ne figure "
        "pas dans survey_questions.csv pour 2020.\n"
        "  → Proche de « ALIM[SQ001] ». Si c'est une question, écrire ce titre dans la colonne "
        "« 2020 » de sql/reference/survey_questions.csv, à sa ligne ; sinon, l'écrire dans le "
        'source.toml : ignore = ["…"].',
        "raw/surveys/2020/reponses.csv, ligne 1, colonne « ALIM[SQ001] » : la colonne attendue "
        "pour 2020 manque. Attendu : alim_achats_locaux (« Nos goûters, repas et réceptions sont "
        "achetés à des producteurs locaux, bio ou en circuit court »).\n"
        "  → Est-ce « ALIM[SQ01] » ? Si oui, écrire ce titre dans la colonne « 2020 » de "
        "sql/reference/survey_questions.csv, à la ligne du code attendu.",
    ]


def test_a_column_may_be_left_aside_on_purpose(raw: Path) -> None:
    def add_column(text: str) -> str:
        first, *others = text.splitlines(keepends=True)
        lines = [line.replace("\r\n", ',"7"\r\n') for line in others]
        return first.replace("\r\n", ',"METEO"\r\n') + "".join(lines)

    edit(raw / LIME, add_column)
    assert [line.split(" : ")[0] for line in refusals(raw)] == [
        "raw/surveys/2020/reponses.csv, ligne 1, colonne « METEO »"
    ]
    sidecar = raw / "2020/source.toml"
    sidecar.write_text(sidecar.read_text("utf-8") + 'ignore = ["METEO"]\n', "utf-8")
    columns = read(raw)["survey_columns"]
    assert columns[columns["column_name"] == "METEO"]["role"].item() == "ignored"


def test_an_unknown_answer_is_named_with_its_line_and_the_nearest_one(raw: Path) -> None:
    edit(raw / FRAMA, replace("Installé dans la durée", "Installé dans le temps", 2), "cp1252")
    first, second = refusals(raw)
    assert first == (
        "raw/surveys/2022/reponses.csv, ligne 4, colonne « Alimentation et circuits courts [Nous "
        "achetons local, bio ou en circuit court pour nos repas et nos goûters] » : réponse "
        "inconnue. Trouvé : « Installé dans le temps ». Attendu : « Sans objet », « Pas encore "
        "abordé », « En réflexion », « Testé », « Installé dans la durée », « Partagé avec "
        "d'autres structures », « Je ne sais pas ».\n"
        "  → Proche de « Installé dans la durée ». Si c'est une faute, la corriger dans le fichier"
        " ; sinon, ajouter à sql/reference/survey_answers.csv la ligne « maturite,2022,LIBELLÉ,"
        "CODE » (codes : non_concerne, pas_aborde, en_reflexion, experimente, installe, partage, "
        "ne_sait_pas)."
    )
    assert "Des ateliers de cuisine de saison sont proposés aux habitants" in second


def test_the_same_unknown_answer_is_said_once_with_its_number_of_lines(raw: Path) -> None:
    edit(raw / LIME, replace('"mpt"', '"mpx"'))
    (problem,) = refusals(raw)
    assert "réponse inconnue (4 lignes, dont celle-ci). Trouvé : « mpx »." in problem


def test_an_unknown_option_and_a_number_with_its_unit_are_refused(raw: Path) -> None:
    path = raw / KOBO
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    header = {cell.value: cell for cell in sheet[1]}
    header["accompagnement/recu/visite"].value = "accompagnement/recu/visites"
    sheet.cell(3, header["ingredients/ambassadeur_heures"].column, "4 h")
    book.save(path)
    option, number = refusals(raw)
    place = "raw/surveys/2025/reponses.xlsx, feuille « Enquête TECS »"
    assert option.startswith(
        f"{place}, ligne 1, colonne « accompagnement/recu/visites » : choix multiple "
        "« accompagnement_recu » : cette option n'est pas connue."
    )
    assert number == (
        f"{place}, ligne 3, colonne « ingredients/ambassadeur_heures » : réponse inconnue. "
        "Trouvé : « 4 h ». Attendu : un nombre.\n"
        "  → Corriger la cellule dans le fichier : un nombre, sans unité."
    )


def test_a_folder_without_its_file_is_refused(raw: Path) -> None:
    (raw / LIME).unlink()
    assert refusals(raw) == [
        "raw/surveys/2020 : aucun fichier de données à côté de la description.\n"
        "  → Déposer ici l'export reçu, ou retirer le dossier."
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "le fichier est vide."),
        (
            bytes(range(256)) * 20,
            "l'encodage du fichier est illisible, ou ce n'est pas un fichier texte.",
        ),
        (b"id,submitdate\r\n", "ce fichier ne contient aucune réponse."),
        (b'id,submitdate\r\n1,"jamais', "le tableau est illisible"),
        (b"id,submitdate\r\n1\r\n", "cette ligne n'a pas le même nombre de colonnes"),
        (
            b"id,submitdate,\r\n1,2020-06-01,x\r\n",
            "la colonne n° 3 n'a pas de titre mais contient des réponses.",
        ),
    ],
)
def test_a_damaged_file_is_said_in_one_sentence(raw: Path, content: bytes, sentence: str) -> None:
    (raw / LIME).write_bytes(content)
    (problem,) = refusals(raw)
    assert problem.startswith("raw/surveys/2020/reponses.csv")
    assert sentence in problem


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'tool = "limesurvey"',
            'tool = "lime"',
            "raw/surveys/2020/source.toml : l'outil d'enquête n'est pas connu. Trouvé : tool = "
            "« lime ». Attendu : « limesurvey », « framaforms », « kobotoolbox », « googleforms »",
        ),
        ("wave = 2020", "", "raw/surveys/2020/source.toml : la clé « wave » manque."),
        (
            "wave = 2020",
            "wave = 2021",
            "sql/reference/survey_questions.csv : la colonne « 2021 » manque : cette vague n'est "
            "pas décrite. Trouvé : 2020, 2022, 2025.",
        ),
    ],
)
def test_the_sidecar_says_the_tool_and_the_wave(
    raw: Path, old: str, new: str, sentence: str
) -> None:
    edit(raw / "2020/source.toml", replace(old, new), "utf-8")
    (problem,) = refusals(raw)
    assert problem.startswith(sentence)


def test_a_sheet_that_does_not_exist_is_refused_with_those_that_do(raw: Path) -> None:
    sidecar = raw / "2025/source.toml"
    sidecar.write_text(sidecar.read_text("utf-8") + 'sheet = "Réponses"\n', "utf-8")
    (problem,) = refusals(raw)
    assert "feuille « Réponses » introuvable (présentes : « Enquête TECS »)." in problem


def test_all_the_problems_of_all_the_files_are_said_at_once(raw: Path) -> None:
    (raw / LIME).write_bytes(b"")
    edit(raw / FRAMA, replace("Testé", "Essayé", 1), "cp1252")
    (raw / KOBO).write_bytes(b"PK")
    assert [problem.split(",")[0].split(" :")[0] for problem in refusals(raw)] == [
        "raw/surveys/2020/reponses.csv",
        "raw/surveys/2022/reponses.csv",
        "raw/surveys/2025/reponses.xlsx",
    ]
