"""The official layouts: read by column name, or refused with all that is wrong."""

from pathlib import Path

import pandas as pd
import pytest

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import Settings
from pipelines.sources import policies
from tests.conftest import copy_world
from tests.sources.official import FOLDER, receive

PCAET = "raw/policies/2026-ademe-pcaet-v1/Demarches_PCAET_V1_entete.csv"
CRTE = "raw/policies/2026-anct-crte/liste-crte.csv"
PAT = "raw/policies/2026-france-pat/pats-win1252.csv"


def settings(data: Path) -> Settings:
    return Settings(data=data, demonstration="always")


def read(data: Path) -> pd.DataFrame:
    return policies.read(settings(data))["official_policies"]


def refused(data: Path) -> tuple[Problem, ...]:
    with pytest.raises(UnusableInput) as caught:
        read(data)
    return caught.value.problems


def replace(path: Path, old: str, new: str, encoding: str = "utf-8") -> None:
    content = path.read_bytes().decode(encoding)
    assert old in content
    path.write_bytes(content.replace(old, new, 1).encode(encoding))


def test_without_an_official_file_the_table_is_empty_and_has_its_columns(tmp_path: Path) -> None:
    rows = read(copy_world(tmp_path))
    assert rows.empty
    assert {"siren_porteurs", "communes_code_insee", "date_signature"} <= set(rows.columns)


def test_every_line_of_every_layout_is_read_as_text_with_its_place(tmp_path: Path) -> None:
    rows = read(receive(copy_world(tmp_path)))
    counts = rows.groupby("source_file").size()
    assert counts[[PCAET, CRTE, PAT]].tolist() == [5, 7, 5]
    assert len(rows) == 5 + 3 + 7 + 5
    first = rows[(rows["source_file"] == PCAET)].iloc[0]
    assert (first["source_row"], first["id"]) == ("2", "100")
    assert first["siren_porteurs"] == "200073096.0"


def test_a_line_break_inside_quotes_does_not_cut_a_line(tmp_path: Path) -> None:
    rows = read(receive(copy_world(tmp_path), "ademe-pcaet-v1"))
    assert rows["nom"].tolist()[1] == "PCAET partagé\r\ndu Royans et du Diois"


def test_windows_1252_keeps_its_accents(tmp_path: Path) -> None:
    rows = read(receive(copy_world(tmp_path), "france-pat"))
    assert "PAT du Département de la Drôme" in rows["nom_usuel"].tolist()


def test_the_persons_whom_the_ademe_names_are_never_read(tmp_path: Path) -> None:
    received = (FOLDER / "ademe-pcaet-v1" / Path(PCAET).name).read_text("utf-8-sig")
    for person in ("Camille Inventée", "camille@exemple.invalid", "Dominique Fictif"):
        assert person in received, "the planted value must be there to begin with"
        assert person not in read_text(tmp_path / person)


def read_text(folder: Path) -> str:
    folder.mkdir()
    return str(read(receive(copy_world(folder))).to_csv())


def test_columns_are_found_whatever_their_order_case_and_accents(tmp_path: Path) -> None:
    data = receive(copy_world(tmp_path), "ademe-pcaet-v2")
    path = data / "raw/policies/2026-ademe-pcaet-v2/Demarches_PCAET_V2_entete.csv"
    before = read(data)
    replace(path, "SIREN collectivites_coporteuses", "siren_Collectivités coporteuses", "utf-8-sig")
    pd.testing.assert_frame_equal(read(data), before)
    assert before["siren_porteurs"].tolist() == ["200073096", "200040509", "200040509"]


def test_a_missing_layout_is_suggested_from_the_columns(tmp_path: Path) -> None:
    data = receive(copy_world(tmp_path))
    for layout in ("ademe-pcaet-v2", "anct-crte", "france-pat"):
        replace(data / f"raw/policies/2026-{layout}/source.toml", f'layout = "{layout}"', "# rien")
    assert [(p.message, p.hint) for p in refused(data)] == [
        (
            "ce fichier officiel est dans un dossier qui ne dit pas sa présentation.",
            f'Ses colonnes sont celles de {layout} : écrire layout = "{layout}".',
        )
        for layout in ("ademe-pcaet-v2", "anct-crte", "france-pat")
    ]


def test_an_unknown_layout_is_said_with_the_nearest_one(tmp_path: Path) -> None:
    data = receive(copy_world(tmp_path), "anct-crte")
    replace(data / "raw/policies/2026-anct-crte/source.toml", '"anct-crte"\n', '"anct-crta"\n')
    [problem] = refused(data)
    assert str(problem) == (
        "raw/policies/2026-anct-crte/source.toml : cette présentation de fichier est inconnue. "
        'Trouvé : layout = "anct-crta". '
        "Attendu : ademe-pcaet-v1, ademe-pcaet-v2, france-pat, anct-crte.\n"
        '  → Écrire layout = "anct-crte" ?'
    )


def test_a_renamed_column_is_said_with_the_nearest_one(tmp_path: Path) -> None:
    data = receive(copy_world(tmp_path), "anct-crte")
    replace(data / CRTE, "siren_groupement", "siren_groupmt")
    [problem] = refused(data)
    assert (problem.message, problem.row) == ("la colonne « siren_groupement » manque.", 1)
    assert problem.hint == "Le nom a-t-il changé en « siren_groupmt » ?"


def test_all_that_is_wrong_in_all_files_is_said_at_once(tmp_path: Path) -> None:
    data = receive(copy_world(tmp_path))
    cut = (data / CRTE).read_bytes()[:-30]
    (data / CRTE).write_bytes(cut)
    replace(data / PAT, "communes_code_insee", "communes", "cp1252")
    (data / PCAET).write_bytes(b"")
    replace(data / "raw/policies/2026/politiques.csv", "carrier", "porteur")
    said = [(problem.file, problem.row, problem.message) for problem in refused(data)]
    assert said == [
        (PCAET, None, "le fichier est vide."),
        (CRTE, 8, "cette ligne n'a pas le nombre de cellules de l'en-tête."),
        (PAT, 1, "la colonne « communes_code_insee » manque."),
        ("raw/policies/2026/politiques.csv", 1, "la colonne « carrier » manque."),
    ]


def test_a_file_cut_inside_a_quoted_cell_is_refused(tmp_path: Path) -> None:
    data = receive(copy_world(tmp_path), "ademe-pcaet-v1")
    content = (data / PCAET).read_bytes()
    (data / PCAET).write_bytes(content[: content.index(b"du Royans")])
    [problem] = refused(data)
    assert "guillemet ouvert et jamais refermé" in problem.message


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    data = receive(copy_world(tmp_path), "anct-crte")
    (data / CRTE).write_bytes((data / CRTE).read_bytes().splitlines(keepends=True)[0])
    assert [problem.message for problem in refused(data)] == ["aucune ligne sous l'en-tête."]
