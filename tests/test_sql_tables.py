"""A SQL file says what it is: what is read in it, and what is refused."""

import pytest

from pipelines.errors import UnusableInput
from pipelines.sql_tables import parse_table

GRAIN = "-- Participation, une ligne par EPCI.\n"


def test_a_table_knows_what_it_reads_and_what_its_columns_mean() -> None:
    table = parse_table(
        GRAIN + "with a as (select * from staging.b)\n"
        "select\n    siren_epci,  -- Code SIREN\n    count(*) as n  -- Nombre\nfrom a\n"
        "join reference.c using (siren_epci)\ngroup by all",
        "marts",
        "x",
    )
    assert table.reads == ("reference.c", "staging.b")
    assert table.columns == {"siren_epci": "Code SIREN", "n": "Nombre"}
    assert table.grain == "Participation, une ligne par EPCI."


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (GRAIN + "select 1 from raw.a", "la table raw.a ne peut pas être lue depuis la couche"),
        ("select 1 from staging.a", "la première ligne doit dire le grain"),
        (GRAIN + "select 1 from from", "n'est pas un SELECT lisible"),
        (GRAIN + "drop table staging.a", "n'est pas un SELECT"),
    ],
)
def test_a_file_that_breaks_a_rule_is_refused_by_name(sql: str, said: str) -> None:
    with pytest.raises(UnusableInput) as refusal:
        parse_table(sql, "marts", "x")
    assert "sql/marts/x.sql" in str(refusal.value)
    assert said in str(refusal.value)
