"""The registers kept by hand: read as they are, or refused with all that is wrong."""

from pathlib import Path

import pytest

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import ROOT, Settings
from pipelines.sources import policies, practices, structures
from tests.conftest import copy_world

POLICIES = "raw/policies/2026/politiques.csv"


def settings(data: Path) -> Settings:
    return Settings(data=data, demonstration="always")


def refused(data: Path) -> tuple[Problem, ...]:
    with pytest.raises(UnusableInput) as caught:
        policies.read(settings(data))
    return caught.value.problems


def test_a_register_is_read_as_text_with_the_place_of_each_line(tmp_path: Path) -> None:
    tables = policies.read(settings(copy_world(tmp_path)))
    assert tuple(tables) == policies.TABLES
    first = tables["policies"].iloc[0]
    assert (first["source_file"], first["source_row"]) == (POLICIES, "2")
    assert (first["siren_epci"], first["communes_covered"]) == ("200067767", "2")
    assert len(tables["policies"]) == 13


def test_the_shipped_registers_hold_every_fact() -> None:
    """117 rows of facts: 101 on schemes and gaps, 16 on the legal duty; 21 structures."""
    shipped = settings(ROOT / "data")
    kept = policies.read(shipped)
    assert [len(kept[table]) for table in ("policies", "policy_obligations")] == [101, 16]
    assert [len(rows) for rows in practices.read(shipped).values()] == [18, 17, 29]
    registry = structures.read(shipped)["structures"]
    real = registry[registry["source_file"] == "raw/structures/2026/structures.csv"]
    assert len(real) == real["structure_id"].nunique() == 21
    assert not real["structure_id"].str.startswith("DEMO").any()


def test_a_scheme_says_the_same_of_itself_for_every_epci() -> None:
    rows = policies.read(settings(ROOT / "data"))["policies"].dropna(subset="dispositif_id")
    said = ["policy", "official_name", "carrier", "status", "start_date", "adopted_date"]
    assert (rows.groupby("dispositif_id")[said].nunique(dropna=False) == 1).all(axis=None)


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    data = copy_world(tmp_path)
    drop = data / "raw/policies/2026"
    text = (drop / "politiques.csv").read_text("utf-8")
    (drop / "politiques.csv").write_text(text.replace(",status,", ",statut,"), "utf-8")
    (drop / "obligations_pcaet.csv").write_bytes(b"")
    (drop / "notes.csv").write_text("a,b\n1,2\n", "utf-8")
    messages = [(p.file, p.column or p.message) for p in refused(data)]
    assert messages == [
        ("raw/policies/2026/notes.csv", "ce fichier n'est pas attendu ici."),
        ("raw/policies/2026/obligations_pcaet.csv", "le fichier est vide."),
        (POLICIES, "la colonne « status » manque."),
    ]


def test_an_unknown_column_is_refused_unless_it_is_ignored_deliberately(tmp_path: Path) -> None:
    data = copy_world(tmp_path)
    path = data / POLICIES
    header, *lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([f"{header},telephone", *(f"{line}," for line in lines)]), "utf-8")
    [problem] = refused(data)
    assert problem.message == "la colonne « telephone » est inconnue."
    sidecar = path.with_name("source.toml")
    sidecar.write_text(sidecar.read_text("utf-8") + 'ignore = ["telephone"]\n', "utf-8")
    assert "telephone" not in policies.read(settings(data))["policies"].columns


def test_a_cell_beyond_the_header_is_refused_and_not_lost(tmp_path: Path) -> None:
    data = copy_world(tmp_path)
    path = data / POLICIES
    lines = path.read_text("utf-8").splitlines()
    lines[2] += ",une note sans guillemets"
    path.write_text("\n".join(lines), "utf-8")
    [problem] = refused(data)
    assert (problem.row, problem.found, problem.expected) == (3, "17 cellules", "16 cellules")


def test_a_header_alone_and_a_missing_register_are_refused(tmp_path: Path) -> None:
    data = copy_world(tmp_path)
    path = data / POLICIES
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert [p.message for p in refused(data)] == ["aucune ligne sous l'en-tête."]
    path.unlink()
    [problem] = refused(data)
    assert (problem.file, problem.expected) == ("raw/policies", "politiques*.csv")
