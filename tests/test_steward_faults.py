"""The twelve faults of docs/fautes-courantes.md: made, said, mended by what is said alone."""

import csv
import re
import shutil
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from pipelines import checking, console
from pipelines.settings import ROOT, Settings
from pipelines.sources import reference
from pipelines.sources.surveys import questionnaire
from tests.conftest import TINY_WORLD, copy_world

LIME = "raw/surveys/2020/reponses.csv"
FRAMA = "raw/surveys/2022/reponses.csv"
KOBO = "raw/surveys/2025/reponses.xlsx"
REFERENCE = "sql/reference"
DOCUMENT = ROOT / "docs/fautes-courantes.md"
TERM = "delete_after = 2099-12-31  # personnes fictives\n"
GOOD_FOOD = "Nous achetons local, bio ou en circuit court"
NEW_FOOD = "Nous achetons des produits locaux, bio ou en circuit court"

Step = Callable[[Path], object]  # takes the folder that holds raw/, geo/ and a copy of sql/


@dataclass(frozen=True)
class Fault:
    """One fault: how it is made, what is said of it, how what is said is done."""

    wave: int
    make: Step
    said: tuple[str, ...]
    mend: Step


def edit(file: str, old: str, new: str, encoding: str = "utf-8", count: int = 1) -> Step:
    def change(data: Path) -> None:
        text = (data / file).read_text(encoding)
        assert old in text, f"{file} does not hold {old}"
        (data / file).write_text(text.replace(old, new, count), encoding)

    return change


def sidecar(wave: int, old: str, new: str) -> Step:
    return edit(f"raw/surveys/{wave}/source.toml", old, new)


def receive_again(file: str) -> Step:
    """The sender sends the whole file once more."""
    return lambda data: shutil.copy(TINY_WORLD / file, data / file)


def cut(file: str) -> Step:
    def change(data: Path) -> None:
        content = (data / file).read_bytes()
        (data / file).write_bytes(content[: len(content) * 2 // 3])

    return change


def write(file: str, content: bytes) -> Step:
    return lambda data: (data / file).write_bytes(content)


def locked_workbook() -> bytes:
    """A workbook under a password is an OLE file with a stream named EncryptedPackage."""
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, end, *[free] * 126)

    def entry(name: str, kind: int, child: int) -> bytes:
        title = (name + "\0").encode("utf-16-le")
        links = struct.pack("<HBB3I", len(title), kind, 1, free, free, child)
        return title.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", end, 0)

    folder = entry("Root Entry", 5, 1) + entry("EncryptedPackage", 2, free)
    return header + table + folder.ljust(512, b"\0")


def drop_column(title: str) -> Step:
    def change(data: Path) -> None:
        with (data / LIME).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        place = rows[0].index(title)
        with (data / LIME).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([*row[:place], *row[place + 1 :]] for row in rows)

    return change


def set_hours(value: str) -> Step:
    def change(data: Path) -> None:
        book = openpyxl.load_workbook(data / KOBO)
        sheet = book.worksheets[0]
        column = next(c.column for c in sheet[1] if c.value == "ingredients/ambassadeur_heures")
        sheet.cell(3, column, value)
        book.save(data / KOBO)

    return change


def take_proposed_sidecar(data: Path) -> None:
    """Complete it: its own « à compléter », the term of the data, the nature of the answers."""
    text = (data / "check/reponses/source.toml").read_text("utf-8")
    text = text.replace("# delete_after = 2028-12-31", "delete_after = 2099-12-31")
    text = text.replace("simulated = false", "simulated = true")
    text = re.sub(r"wave = \d+", "wave = 2020", text)
    (data / "raw/surveys/2020/source.toml").write_text(text, "utf-8")


def take_proposed_questions(data: Path) -> None:
    proposed = data / "check/raw/surveys/2020/survey_questions.csv"
    shutil.copy(proposed, data / REFERENCE / "survey_questions.csv")
    # each answer code that is then unknown is a fault of its own, the seventh
    edit(f"{REFERENCE}/survey_answers.csv", ",2020,", ",2027,", count=-1)(data)


def add_line(table: str, line: str) -> Step:
    def change(data: Path) -> None:
        with (data / REFERENCE / table).open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    return change


FAULTS = {
    "1 no source.toml": Fault(
        2020,
        lambda data: (data / "raw/surveys/2020/source.toml").unlink(),
        (
            "ce n'est pas encore un dépôt : il manque la description source.toml.",
            "Compléter le source.toml proposé (écrit sous check/) et le poser à côté du fichier.",
            "Écrit pour vous aider : check/reponses/source.toml",
        ),
        take_proposed_sidecar,
    ),
    "2 no term for personal data": Fault(
        2020,
        lambda data: (
            sidecar(2020, TERM, "")(data),
            sidecar(2020, "simulated = true", "simulated = false")(data),
        ),
        (
            "raw/surveys/2020/source.toml : la clé « delete_after » manque. Attendu : dernier jour "
            "où garder les données personnelles, AAAA-MM-JJ.",
            "Ajouter à ce fichier une ligne « delete_after = … » qui le dise.",
        ),
        sidecar(2020, "simulated = false", "simulated = false\ndelete_after = 2099-12-31"),
    ),
    "3 an unknown tool": Fault(
        2020,
        sidecar(2020, '"limesurvey"', '"excel"'),
        (
            "l'outil d'enquête n'est pas connu. Trouvé : tool = « excel ».",
            'Écrire tool = "limesurvey" : les titres du fichier sont ceux de LimeSurvey.',
        ),
        sidecar(2020, '"excel"', '"limesurvey"'),
    ),
    "3 the tool of another survey": Fault(
        2022,
        sidecar(2022, '"framaforms"', '"limesurvey"'),
        (
            "les titres de reponses.csv ne sont pas ceux d'un export LimeSurvey.",
            'Écrire tool = "framaforms" : les titres du fichier sont ceux de Framaforms.',
        ),
        sidecar(2022, '"limesurvey"', '"framaforms"'),
    ),
    "4 a wave without its column": Fault(
        2020,
        sidecar(2020, "wave = 2020", "wave = 2027"),
        (
            "la colonne « 2027 » manque : cette vague n'est pas décrite.",
            "`tecs check` écrit cette table commencée : la compléter, puis la copier à la place "
            "de l'autre.",
            "Écrit pour vous aider : check/raw/surveys/2020/survey_questions.csv",
        ),
        take_proposed_questions,
    ),
    "5 a question reworded": Fault(
        2022,
        edit(FRAMA, GOOD_FOOD, NEW_FOOD, "cp1252"),
        (
            "la colonne attendue pour 2022 manque. Attendu : alim_achats_locaux",
            "Si oui, écrire ce titre dans la colonne « 2022 » de "
            "sql/reference/survey_questions.csv, à la ligne du code attendu.",
            f"Est-ce « Alimentation et circuits courts [{NEW_FOOD} pour nos repas et nos goûters]",
        ),
        edit(f"{REFERENCE}/survey_questions.csv", GOOD_FOOD, NEW_FOOD),
    ),
    "6 a column removed": Fault(
        2020,
        drop_column("REPTEL"),
        (
            f"{LIME}, ligne 1, colonne « REPTEL » : la colonne attendue pour 2020 manque.",
            "si la question n'a pas été posée, vider sa case de la colonne « 2020 » de "
            "sql/reference/survey_questions.csv.",
        ),
        edit(f"{REFERENCE}/survey_questions.csv", ",REPTEL,", ",,"),
    ),
    "7 an answer in other words": Fault(
        2020,
        edit(LIME, '"A3"', '"Expérimentons"', "utf-8-sig"),
        (
            f"{LIME}, ligne 2, colonne « ALIM[SQ001] » : réponse inconnue. "
            "Trouvé : « Expérimentons ».",
            "ajouter à sql/reference/survey_answers.csv la ligne « maturite,2020,LIBELLÉ,CODE »",
        ),
        add_line("survey_answers.csv", "maturite,2020,Expérimentons,experimente"),
    ),
    "8 a number with its unit": Fault(
        2025,
        set_hours("4 h"),
        (
            "ligne 3, colonne « ingredients/ambassadeur_heures » : réponse inconnue. "
            "Trouvé : « 4 h ». Attendu : un nombre.",
            "Corriger la cellule dans le fichier : un nombre, sans unité.",
        ),
        set_hours("4"),
    ),
    "9 a text file cut": Fault(
        2020,
        cut(LIME),
        (
            f"{LIME}, ligne 4 : cette ligne n'a pas le même nombre de colonnes que les titres.",
            "Le fichier est sans doute coupé : le redemander, ou refaire l'export.",
        ),
        receive_again(LIME),
    ),
    "9 a workbook cut": Fault(
        2025,
        cut(KOBO),
        (
            "le classeur est illisible.",
            "Il est sans doute coupé : le redemander.",
        ),
        receive_again(KOBO),
    ),
    "9 a workbook under a password": Fault(
        2025,
        write(KOBO, locked_workbook()),
        (
            "le classeur est protégé par un mot de passe.",
            "L'ouvrir dans un tableur avec son mot de passe, et l'enregistrer sans, au format "
            ".xlsx.",
        ),
        receive_again(KOBO),
    ),
    "9 a web page": Fault(
        2020,
        write(LIME, b"<!DOCTYPE html>\n<html><body>Votre session a expir&eacute;</body></html>"),
        (
            "ce fichier est une page web ou du XML, non un tableau.",
            "Refaire l'export en CSV ou en XLSX depuis l'outil d'enquête.",
        ),
        receive_again(LIME),
    ),
    "9 a sheet under another name": Fault(
        2025,
        sidecar(2025, "wave = 2025", 'wave = 2025\nsheet = "Feuil1"'),
        (
            "feuille « Feuil1 » introuvable (présentes : « Enquête TECS »).",
            'Indiquer sheet = "…" dans le source.toml du dossier.',
        ),
        sidecar(2025, "Feuil1", "Enquête TECS"),
    ),
}

# Faults 10, 11 and 12 do not stop a drop: the line is set aside, or a warning asks what to do.
SET_ASIDE = (
    "Commune « Saint-Jean-en-Royan » introuvable au COG ; proche : Saint-Jean-en-Royans (26307)",
    "Structure « DEMO-99 » absente du registre.",
    "Rapprochement douteux : « Structure de démonstration 05 » (DEMO-05)",
    "essai probable (« test ») : écrire reject_rows = [4] dans raw/surveys/2022/source.toml",
)
REGISTRY = "raw/structures/demonstration/structures.csv"
UNKNOWN = (
    "DEMO-99,Structure de démonstration 99,mpt,centre_social,,Die,26113,simulee,Démonstration,"
    "2026-11-24,Structure fictive\n"
)


def edited(data: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a world whose hand-kept tables are a copy, to be edited as a steward would."""
    shutil.copytree(ROOT / REFERENCE, data / REFERENCE)
    monkeypatch.setattr(questionnaire, "SQL", data / "sql")
    monkeypatch.setattr(reference, "FOLDER", data / REFERENCE)
    return Settings(data, "auto")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_said_and_what_is_said_mends_it(
    tmp_path: Path,
    fault: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = copy_world(tmp_path)
    settings = edited(data, monkeypatch)
    case = FAULTS[fault]
    case.make(data)
    exit_code = console.check(settings, [data / f"raw/surveys/{case.wave}"], as_json=False)
    printed = capsys.readouterr()
    said = printed.out + printed.err
    assert exit_code == 2, said
    assert all(sentence in said for sentence in case.said), said
    assert "Rien n'est publié" in said
    case.mend(data)
    assert list(checking.read_problems(settings)) == []
    assert not settings.published.exists()


@pytest.mark.long
def test_a_line_set_aside_is_said_and_what_is_said_takes_it_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = copy_world(tmp_path)
    settings = edited(data, monkeypatch)
    place = ('"Saint-Jean-en-Royans","26307"', '"Saint-Jean-en-Royan",""')
    name = ('"DEMO-05","Structure de démonstration 05"', '"","Structure démonstration 05 de Die"')
    trial = ("DEMO-01;Structure de démonstration 01", "DEMO-01;test")
    for file, change, encoding in (
        (LIME, place, "utf-8-sig"),
        (LIME, name, "utf-8-sig"),
        (FRAMA, trial, "cp1252"),
    ):
        edit(file, *change, encoding)(data)
    drops = [data / f"raw/surveys/{wave}" for wave in (2020, 2022, 2025)]

    def check() -> str:
        assert console.check(settings, drops, as_json=False) == 0
        return capsys.readouterr().out

    said = check()
    assert all(sentence in said for sentence in SET_ASIDE), said
    edit(LIME, place[1], place[0], "utf-8-sig")(data)
    edit(REGISTRY, "DEMO-08,", f"{UNKNOWN}DEMO-08,")(data)
    add_line("survey_matches.csv", "Structure démonstration 05 de Die,Die,DEMO-05,2027-07-02,")(
        data
    )
    sidecar(2022, "wave = 2022", "wave = 2022\nreject_rows = [4]")(data)
    said = check()
    assert not [sentence for sentence in SET_ASIDE if sentence in said], said
    assert "ligne 4 : Rejetée dans source.toml." in said


def test_the_document_quotes_what_is_said_of_each_fault() -> None:
    told = DOCUMENT.read_text("utf-8")
    missing = [
        sentence
        for case in FAULTS.values()
        for sentence in (*case.said, *SET_ASIDE)
        if _words(sentence) not in _words(told)
    ]
    assert not missing


def _words(text: str) -> str:
    """The text on one line, without the places that change from a drop to another."""
    return re.sub(r"\s+", " ", text.replace("> ", ""))
