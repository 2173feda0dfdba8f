"""Every fault that can be made, said in French, with its place, and all of them at once."""

from pathlib import Path

import pytest

from pipelines.composite.command import make_index
from pipelines.errors import UnusableInput
from tests.composite.writing import AGGREGATES, INDICATORS, ONE, ROOT, write_index

GOOD = {
    "indicators.csv": INDICATORS + "a,t,1,1,0,10\nb,t,2,-1,0,10\nc,index,1,1,0,10\n",
    "aggregates.csv": AGGREGATES + "t,index,1\nindex,,\n",
    "method.toml": 'normalisation = "goalposts"\n',
    "data.csv": "unit,a,b,c\nu,1,2,3\nv,4,5,6\n",
}


def refusal(folder: Path) -> str:
    """What is said of the files of a folder, its own path taken away; nothing is written."""
    with pytest.raises(UnusableInput) as refused:
        make_index(folder, folder / "data.csv", folder / "out.csv")
    assert not (folder / "out.csv").exists()
    return str(refused.value).replace(f"{folder.as_posix()}/", "")


def spoil(folder: Path, name: str, old: str, new: str) -> str:
    """The refusal of the good files, once `old` reads `new` in one of them."""
    assert old in GOOD[name]
    files = {**GOOD, name: GOOD[name].replace(old, new, 1)}
    write_index(folder, *(files[name] for name in GOOD))
    return refusal(folder)


def test_the_good_files_are_good(tmp_path: Path) -> None:
    write_index(tmp_path, *GOOD.values())
    make_index(tmp_path, tmp_path / "data.csv", tmp_path / "out.csv")


INDICATOR_FAULTS = [
    (
        "direction",
        "direcsion",
        "indicators.csv, ligne 1, colonne « direcsion » : cette colonne est inconnue.",
        "→ Écrire « direction » ?",
    ),
    (
        "direction",
        "direcsion",
        "indicators.csv, ligne 1 : la colonne « direction » manque.",
        "→ Renommer « direcsion » en « direction » ?",
    ),
    (
        "b,t,2,",
        "b,t,0,",
        "indicators.csv, ligne 3, colonne « weight » : cette valeur ne convient pas. Trouvé : 0.",
        "Attendu : un nombre positif.",
    ),
    (
        "b,t,2,",
        "b,t,-1,",
        "ligne 3, colonne « weight » : cette valeur ne convient pas. Trouvé : -1.",
        "Attendu : un nombre positif.",
    ),
    (
        "b,t,2,",
        "b,t,,",
        "ligne 3, colonne « weight » : cette cellule est vide.",
        "Attendu : un nombre positif.",
    ),
    (
        "b,t,2,",
        "b,t,lourd,",
        "ligne 3, colonne « weight » : cette valeur ne convient pas. Trouvé : lourd.",
        "Attendu : un nombre positif.",
    ),
    (
        "2,-1,0,10",
        "2,0,0,10",
        "ligne 3, colonne « direction » : cette valeur ne convient pas. Trouvé : 0.",
        "Attendu : 1 ou -1.",
    ),
    (
        "2,-1,0,10",
        "2,-1,10,0",
        "ligne 3, colonne « low » : les bornes sont à l'envers. Trouvé : low 10, high 0.",
        "Attendu : low plus petit que high, même quand direction vaut -1.",
    ),
    (
        "2,-1,0,10",
        "2,-1,10,10",
        "ligne 3, colonne « low » : les bornes sont à l'envers. Trouvé : low 10, high 10.",
        "Attendu : low plus petit que high",
    ),
    (
        "2,-1,0,10",
        "2,-1,,10",
        "ligne 3, colonne « low » : cette cellule est vide.",
        "Attendu : une borne, puisque normalisation = goalposts.",
    ),
    (
        "2,-1,0,10",
        "2,-1,0,dix",
        "ligne 3, colonne « high » : cette valeur ne convient pas. Trouvé : dix.",
        "Attendu : un nombre, ou rien.",
    ),
    (
        "b,t,2,",
        "b,tt,2,",
        "indicators.csv, ligne 3, colonne « parent » : le parent de « b » n'est pas un agrégat. "
        "Trouvé : tt.",
        "Attendu : un code de aggregates.csv.",
    ),
    (
        "b,t,2,",
        "b,a,2,",
        "ligne 3, colonne « parent » : le parent de « b » n'est pas un agrégat. Trouvé : a.",
        "Attendu : un code de aggregates.csv.",
    ),
    (
        "b,t,2,",
        "b,,2,",
        "ligne 3, colonne « parent » : le parent de « b » n'est pas un agrégat. Trouvé : rien.",
        "Attendu : un code de aggregates.csv.",
    ),
    (
        "b,t,2,",
        "a,t,2,",
        "indicators.csv, ligne 3, colonne « code » : le code « a » est déjà pris.",
        "Trouvé : déjà indicators.csv, ligne 2.",
    ),
    (
        "b,t,2,",
        "unit,t,2,",
        "ligne 3, colonne « code » : le code « unit » est déjà pris.",
        "Trouvé : déjà la première colonne.",
    ),
    (
        "b,t,2,",
        ",t,2,",
        "indicators.csv, ligne 3, colonne « code » : cette cellule est vide.",
        "",
    ),
    (
        "2,-1,0,10",
        "2,-1,0,10,9",
        "indicators.csv, ligne 3 : cette ligne a une cellule sous aucun en-tête. "
        "Trouvé : « 9 » en colonne 7.",
        "→ Mettre entre guillemets un nombre à virgule, ou séparer par « ; ».",
    ),
]


@pytest.mark.parametrize(("old", "new", "said", "then"), INDICATOR_FAULTS)
def test_faults_of_indicators(tmp_path: Path, old: str, new: str, said: str, then: str) -> None:
    told = spoil(tmp_path, "indicators.csv", old, new)
    assert said in told
    assert then in told


AGGREGATE_FAULTS = [
    (
        "t,index,1",
        "t,index,0",
        "aggregates.csv, ligne 2, colonne « weight » : cette valeur ne convient pas. Trouvé : 0.",
    ),
    (
        "t,index,1",
        "t,t,1",
        "aggregates.csv, ligne 2, colonne « parent » : ces agrégats sont leur propre parent. "
        "Trouvé : t → t. Attendu : un arbre.",
    ),
    (
        "index,,\n",
        "index,t,1\n",
        "aggregates.csv, ligne 2, colonne « parent » : ces agrégats sont leur propre parent. "
        "Trouvé : t → index → t. Attendu : un arbre.",
    ),
    (
        "index,,\n",
        "index,t,1\n",
        "aggregates.csv : aucun agrégat n'a le parent vide. Attendu : une seule racine, l'indice.",
    ),
    (
        "t,index,1",
        "t,,1",
        "aggregates.csv, ligne 3, colonne « parent » : « index » est une seconde racine. "
        "Trouvé : rien. Attendu : un parent ; la racine est déjà « t », ligne 2.",
    ),
    (
        "t,index,1",
        "t,index,1\nvide,index,1",
        "aggregates.csv, ligne 3, colonne « code » : aucun indicateur ni agrégat n'a « vide » "
        "pour parent.\n  → Lui donner des enfants, ou retirer cette ligne.",
    ),
    (
        "t,index,1",
        "t,indexe,1",
        "aggregates.csv, ligne 2, colonne « parent » : le parent de « t » n'est pas un agrégat. "
        "Trouvé : indexe. Attendu : un code de aggregates.csv.\n  → Écrire « index » ?",
    ),
    (
        "t,index,1",
        "t,index,1\na,index,1",
        "aggregates.csv, ligne 3, colonne « code » : le code « a » est déjà pris. "
        "Trouvé : déjà indicators.csv, ligne 2.",
    ),
    (
        "t,index,1",
        "t,index,1\nn_a,index,1",
        "ligne 3, colonne « code » : le code « n_a » est déjà pris. "
        "Trouvé : déjà une colonne du résultat.",
    ),
    (
        "t,index,1",
        "t,index,1\ncoverage,index,1",
        "ligne 3, colonne « code » : le code « coverage » est déjà pris.",
    ),
    (
        "code,parent,weight\n",
        "code,parent\n",
        "aggregates.csv, ligne 1 : la colonne « weight » manque. Trouvé : code, parent.",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), AGGREGATE_FAULTS)
def test_faults_of_aggregates(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in spoil(tmp_path, "aggregates.csv", old, new)


@pytest.mark.parametrize(
    ("method", "said"),
    [
        (
            "",
            "method.toml : la clé « normalisation » manque. Attendu : goalposts, minmax, zscore, "
            "rank, percentrank, borda, none.",
        ),
        (
            'normalisation = "min-max"',
            "method.toml, ligne 1 : la valeur de « normalisation » ne convient pas. "
            "Trouvé : 'min-max'. Attendu : goalposts, minmax, zscore",
        ),
        (
            'normalisation = "goalposts"\nagregation = "arithmetic"',
            "method.toml, ligne 2 : la clé « agregation » est inconnue.",
        ),
        ('normalisation = "goalposts"\nagregation = "borda"', "→ Écrire « aggregation » ?"),
        (
            'normalisation = "goalposts"\nzzz = 1',
            "→ Corriger ce nom, ou retirer la ligne.",
        ),
        (
            'normalisation = "goalposts"\naggregation = "moyenne"',
            "method.toml, ligne 2 : la valeur de « aggregation » ne convient pas. "
            "Trouvé : 'moyenne'. Attendu : une moyenne pour tous les niveaux, ou une table 1, 2… : "
            "arithmetic, geometric, harmonic, borda, copeland.",
        ),
        (
            'normalisation = "goalposts"\n[aggregation]\nthemes = "arithmetic"',
            "method.toml, ligne 2 : la valeur de « aggregation » ne convient pas. "
            "Trouvé : {'themes': 'arithmetic'}.",
        ),
        (
            'normalisation = "goalposts"\n[aggregation]\n1 = "arithmetic"',
            "method.toml : le niveau 2, celui de « index », n'a pas de moyenne. Attendu : une",
        ),
        (
            'normalisation = "goalposts"\nscale = [100, 0]',
            "ligne 2 : la valeur de « scale » ne convient pas. Trouvé : [100, 0]. "
            "Attendu : deux nombres croissants, par exemple [0, 100].",
        ),
        (
            'normalisation = "goalposts"\nscale = [100]',
            "la valeur de « scale » ne convient pas. Trouvé : [100].",
        ),
        (
            'normalisation = "goalposts"\nmin_coverage = 60',
            "ligne 2 : la valeur de « min_coverage » ne convient pas. Trouvé : 60. "
            "Attendu : part du poids qui doit avoir une réponse, de 0 à 1.",
        ),
        (
            'normalisation = "goalposts"\nclamp = "oui"',
            "la valeur de « clamp » ne convient pas. Trouvé : 'oui'.",
        ),
        (
            'normalisation = "zscore"\nsd = 0',
            "la valeur de « sd » ne convient pas. Trouvé : 0. Attendu : écart type visé",
        ),
        (
            'normalisation = "goalposts"\nmissing = "mean"',
            "la valeur de « missing » ne convient pas. Trouvé : 'mean'. Attendu : skip ou zero.",
        ),
        (
            'normalisation = "minmax"\n[outliers]\npoints = 5',
            "method.toml : la clé « max_points » manque.",
        ),
        (
            'normalisation = "minmax"\n[outliers]\nmaxpoints = 5',
            "method.toml, ligne 3 : la clé « maxpoints » est inconnue.",
        ),
        (
            'normalisation = "minmax"\n[outliers]\nmax_points = 0',
            "ligne 3 : la valeur de « max_points » ne convient pas. Trouvé : 0.",
        ),
        (
            'normalisation = "minmax"\noutliers = 5',
            "ligne 2 : la valeur de « outliers » ne convient pas. Trouvé : 5.",
        ),
        (
            'normalisation = "goalposts"\n[outliers]\nmax_points = 5',
            "ligne 2 : la valeur de « outliers » ne convient pas. Trouvé : {'max_points': 5}. "
            "Attendu : une table [outliers] avec max_points ; rien avec goalposts, qui bornent",
        ),
        ("normalisation = goalposts", "method.toml : ce fichier n'est pas du TOML lisible."),
    ],
)
def test_faults_of_the_method(tmp_path: Path, method: str, said: str) -> None:
    assert said in spoil(tmp_path, "method.toml", GOOD["method.toml"], method)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "v,4,5,6",
            "v,4,cinq,6",
            "data.csv, ligne 3, colonne « b » : cette cellule n'est pas un nombre. Trouvé : cinq. "
            "Attendu : un nombre, ou rien quand la valeur manque.",
        ),
        ("v,4,5,6", "v,4,NA,6", "ligne 3, colonne « b » : cette cellule n'est pas un nombre."),
        ("v,4,5,6", "v,4,nan,6", "ligne 3, colonne « b » : cette cellule n'est pas un nombre."),
        ("v,4,5,6", "v,4,inf,6", "ligne 3, colonne « b » : cette cellule n'est pas un nombre."),
        ("v,4,5,6", "v,4,1e999,6", "ligne 3, colonne « b » : cette cellule n'est pas un nombre."),
        ("v,4,5,6", "v,4,1_0,6", "ligne 3, colonne « b » : cette cellule n'est pas un nombre."),
        (
            "v,4,5,6",
            "v,4,5,6,7",
            "data.csv, ligne 3 : cette ligne a une cellule sous aucun en-tête. "
            "Trouvé : « 7 » en colonne 5.",
        ),
        ("v,4,5,6", ",4,5,6", "data.csv, ligne 3, colonne « unit » : cette unité n'a pas de nom."),
        ("unit,a,b,c", "unit,a,d,c", "data.csv, ligne 1 : la colonne « b » manque."),
        (
            "unit,a,b,c",
            "unit,a,d,c",
            "data.csv, ligne 1, colonne « d » : cette colonne est inconnue. "
            "Attendu : a, b, c, unit.",
        ),
        ("unit,a,b,c", "pays,a,b,c", "data.csv, ligne 1 : la colonne « unit » manque."),
        ("unit,a,b,c", "unit,a,a,c", "colonne « a » : cette colonne est présente deux fois."),
        (
            "unit,a,b,c",
            "a,unit,b,c",
            "data.csv, colonne « unit » : la colonne « unit » doit être la première. "
            "Trouvé : a, unit, b, c.",
        ),
        (GOOD["data.csv"], "", "data.csv : le fichier est vide."),
        (
            "u,1,2,3\nv,4,5,6\n",
            "",
            "data.csv : le tableau n'a aucune ligne sous son en-tête.",
        ),
    ],
)
def test_faults_of_the_data(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in spoil(tmp_path, "data.csv", old, new)


@pytest.mark.parametrize("name", list(GOOD))
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    write_index(tmp_path, *GOOD.values())
    (tmp_path / name).unlink()
    assert f"{name} : fichier introuvable." in refusal(tmp_path)


def test_a_file_that_is_no_table(tmp_path: Path) -> None:
    write_index(tmp_path, *GOOD.values())
    (tmp_path / "data.csv").write_bytes(b"%PDF-1.7 \x00\x01")
    assert "data.csv : ce fichier est un PDF, non un tableau." in refusal(tmp_path)


def test_a_result_that_cannot_be_written(tmp_path: Path) -> None:
    write_index(tmp_path, *GOOD.values())
    with pytest.raises(UnusableInput, match=r"nulle/part\.csv : ce fichier ne peut pas être écrit"):
        make_index(tmp_path, tmp_path / "data.csv", tmp_path / "nulle" / "part.csv")
    before = (tmp_path / "data.csv").read_bytes()
    with pytest.raises(UnusableInput, match="le résultat écraserait les données"):
        make_index(tmp_path, tmp_path / "data.csv", tmp_path / "data.csv")
    assert (tmp_path / "data.csv").read_bytes() == before


def test_everything_is_said_at_once(tmp_path: Path) -> None:
    write_index(
        tmp_path,
        INDICATORS + "a,t,0,1,10,0\nb,u,1,2,0,10\n",
        AGGREGATES + "t,index,-1\nindex,,\n",
        'normalisation = "goalposts"\nmean = "x"\nsclae = [0, 1]\n',
        "unit,a,d\nu,un,2\n",
    )
    told = refusal(tmp_path)
    for said in (
        "indicators.csv, ligne 2, colonne « weight »",
        "indicators.csv, ligne 2, colonne « low » : les bornes sont à l'envers",
        "indicators.csv, ligne 3, colonne « direction »",
        "indicators.csv, ligne 3, colonne « parent »",
        "aggregates.csv, ligne 2, colonne « weight »",
        "method.toml, ligne 2 : la valeur de « mean »",
        "method.toml, ligne 3 : la clé « sclae » est inconnue",
        "data.csv, ligne 1 : la colonne « b » manque",
        "data.csv, ligne 1, colonne « d » : cette colonne est inconnue",
    ):
        assert said in told


def compute_refusal(folder: Path, method: str, data: str, indicators: str = ONE) -> str:
    write_index(folder, indicators, ROOT, method, data)
    return refusal(folder)


@pytest.mark.parametrize("kind", ["minmax", "zscore"])
def test_a_constant_indicator_leaves_nothing_to_compare(tmp_path: Path, kind: str) -> None:
    told = compute_refusal(tmp_path, f'normalisation = "{kind}"', "unit,x\nu,0.1\nv,\nw,0.1\n")
    assert told == (
        "data.csv, colonne « x » : les valeurs de cet indicateur ne se comparent pas. "
        f"Trouvé : une seule valeur, 0.1. Attendu : au moins deux valeurs différentes, pour {kind}."
    )


def test_a_percent_rank_needs_two_values(tmp_path: Path) -> None:
    told = compute_refusal(tmp_path, 'normalisation = "percentrank"', "unit,x\nu,4\nv,\n")
    assert "colonne « x » : les valeurs de cet indicateur ne se comparent pas." in told


@pytest.mark.parametrize("kind", ["geometric", "harmonic"])
def test_a_mean_that_no_negative_value_has(tmp_path: Path, kind: str) -> None:
    method = f'normalisation = "none"\naggregation = "{kind}"'
    told = compute_refusal(tmp_path, method, "unit,x\nAlpha,1\n\nBeta,-0.5\nGamma,-2\n")
    assert told == (
        "data.csv, ligne 4, colonne « x » : la moyenne de « index » n'existe pas d'une valeur "
        "négative. Trouvé : « Beta », -0.5 (et 1 autre ligne).\n"
        "  → Normaliser de 0 à une borne positive, ou choisir aggregation = arithmetic."
    )


def test_a_logarithm_of_zero(tmp_path: Path) -> None:
    indicators = "code,parent,weight,direction,low,high,transform\nx,index,1,1,,,log\n"
    told = compute_refusal(
        tmp_path, 'normalisation = "minmax"', "unit,x\nAlpha,1\nBeta,0\n", indicators
    )
    assert told == (
        "data.csv, ligne 3, colonne « x » : le logarithme n'existe que d'un nombre positif. "
        "Trouvé : « Beta », 0."
    )


def test_a_goalpost_that_has_no_logarithm_and_a_transform_that_is_none(tmp_path: Path) -> None:
    indicators = (
        "code,parent,weight,direction,low,high,transform\n"
        "x,index,1,1,0,9,log\ny,index,1,1,1,9,racine\n"
    )
    told = compute_refusal(tmp_path, 'normalisation = "goalposts"', "unit,x,y\nu,1,1\n", indicators)
    assert (
        "indicators.csv, ligne 2, colonne « low » : cette valeur ne convient pas. Trouvé : 0. "
        "Attendu : une borne positive, pour un logarithme." in told
    )
    assert (
        "indicators.csv, ligne 3, colonne « transform » : cette valeur ne convient pas. "
        "Trouvé : racine. Attendu : log, log10 ou rien." in told
    )


def test_a_denominator_must_be_positive(tmp_path: Path) -> None:
    indicators = "code,parent,weight,direction,low,high,denominator\nx,index,1,1,,,people\n"
    told = compute_refusal(
        tmp_path, 'normalisation = "none"', "unit,x,people\nu,1,2\nv,1,0\nw,1,-3\n", indicators
    )
    assert (
        "data.csv, ligne 3, colonne « people » : un dénominateur doit être positif. Trouvé : 0."
        in told
    )
    assert "data.csv, ligne 4, colonne « people »" in told
