"""The fiche on the tiny world: page, paper and downloads; figures from tests/world/EXPECTED.md."""

import base64
import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pypdf
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import downloads, french, indicators, panels, snapshot
from dashboard.content import timeline
from dashboard.exports import geography, tables
from dashboard.exports.shown import records
from dashboard.fiche import pictures, reasons, summary
from dashboard.fiche.section import brief, cell, shown
from dashboard.fiche.sheet import Sheet, gather
from dashboard.printed import document
from dashboard.snapshot import Snapshot
from pipelines.settings import ROOT
from tests.conftest import tecs

ROYANS, DIOIS, EVERYWHERE = "200067767", "242600534", ""
Open = Callable[..., AppTest]


def test_the_sources_of_a_screen_are_named_once_by_date() -> None:
    whole = [
        "Enquête 2025 — CAF, d'après elle, date de réception : 24 novembre 2026",
        "Politiques — CAF, date de réception : 23 novembre 2026",
        "Pratiques — CAF, date de réception : 23 novembre 2026",
    ]
    assert brief(whole) == (
        "Enquête 2025 (réception : 24 novembre 2026) · "
        "Politiques ; Pratiques (réception : 23 novembre 2026)"
    )
    assert brief(["Comparaison avec la version d'avant"]) == "Comparaison avec la version d'avant"


@pytest.fixture
def opened(world: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """The page as an address opens it."""

    def open_page(**query: str) -> AppTest:
        monkeypatch.setenv("TECS_DATA", str(world))
        app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=30)
        app.run()
        app.switch_page("views/fiche.py")
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return open_page


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(text)).strip()


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def said(app: AppTest) -> str:
    blocks = [html(app), *(e.value for e in (*app.title, *app.header, *app.subheader))]
    bare = re.sub(r"<style>.*?</style>|<[^>]+>", " ", "\n".join(blocks), flags=re.DOTALL)
    return folded(bare)


def paper(content: bytes) -> str:
    """The text of a PDF, words cut at the end of a line put together again."""
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    return folded(re.sub(r"[-\u00ad\u2010]\n", "", "\n".join(pages)))


def letters(text: str) -> str:
    """What two layouts of the same text have in common: no space, no hyphen, no bullet."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def as_text(row: Mapping[str, Any]) -> dict[str, str]:
    return {key: "" if found is None else str(found) for key, found in row.items()}


def as_day(found: Any) -> Any:
    """A workbook gives a day back as a moment."""
    return found.date() if isinstance(found, datetime) else found


def test_the_page_shows_the_figures_computed_by_hand(opened: Open) -> None:
    text = said(opened(epci=ROYANS, vague="2025"))
    assert "Communauté de communes du Royans-Vercors" in text
    assert "57 sur 100 (4 structures)" in text  # 56.944…
    assert "dans l'ensemble de la Drôme, 54 sur 100 (7 structures)" in text  # 53.968…
    assert "Mobilités durables, partagées et solidaires 75 sur 100 (44 à 100) 3" in text
    assert "67 % (2 sur 3 ; de 21 % à 94 %)" in text
    assert "masqué (n = 2) 38 (n = 4) 57 (n = 4)" in text  # 2020, 2022, 2025
    assert "Centre social La Paz" in text
    assert "Bien-être au travail" in text


def test_the_fiche_is_headed_by_its_territory_as_soon_as_it_is_chosen(opened: Open) -> None:
    app = opened(epci=ROYANS)
    assert [title.value for title in app.title] == ["Royans-Vercors"]
    app.selectbox(key="epci").set_value(DIOIS).run()
    assert [title.value for title in app.title] == ["Diois"]
    assert "Fiche territoire : Communauté de communes du Diois" in said(app)
    assert [title.value for title in opened().title] == ["Toute la Drôme"]


def test_the_nearest_territory_is_named_with_its_three_values(opened: Open) -> None:
    text = said(opened(epci=ROYANS))
    assert "3 500 habitants, 20,0 habitants par km², 1 structure au registre" in text
    assert "Communauté de communes du Diois 4 650 26,5 1 0,5" in text
    assert "aucun n'est vraiment proche" not in text
    # the Crestois is at 2.33 of the nearest
    assert "aucun n'est vraiment proche" in said(opened(epci="200040509"))


def test_masked_without_data_and_zero_are_three_things(opened: Open) -> None:
    text = said(opened(epci=DIOIS, vague="2022"))
    assert "Maturité, vague 2022 : masquée (1 structure" in text
    crestois = said(opened(epci="200040509", vague="2022"))
    assert "Maturité, vague 2022 : pas de donnée (0 structure)" in crestois
    royans = said(opened(epci=ROYANS, vague="2022"))
    assert "CTE 100 % (3 sur 3" in royans
    # the policy is not known there at that date: neither masked nor zero
    assert "PCAET sans objet (politique non connue à la date de la vague) 0" in royans


def test_without_a_choice_the_fiche_is_that_of_the_drome(opened: Open) -> None:
    text = said(opened())
    assert "Département de la Drôme" in text
    assert "54 sur 100 (7 structures)" in text
    assert "Communauté d'agglomération Arche Agglo 16 000" in text


def test_a_masked_territory_says_why_once_and_keeps_the_figures_of_the_drome(
    release: Snapshot,
) -> None:
    sheet = gather(release, DIOIS, 2025)
    maturity = sheet.section("maturite")
    assert list(maturity.headers.values())[:2] == ["Thème", "Drôme"]
    assert maturity.aside.startswith(
        "1 structure a répondu ici. Il faut au moins 3 structures pour montrer un chiffre. "
        "La table donne les chiffres de la Drôme."
    )
    assert "hors de la table : 2. Crestois" in maturity.aside
    participation = sheet.section("participation")
    assert list(participation.headers) == ["policy", "drome"]
    assert "PAT : masqué (1 réponse)" in participation.aside
    assert "masqué" not in pictures.table(maturity) + pictures.table(participation)
    shown_royans = gather(release, ROYANS, 2025).section("maturite")
    assert {"reading", "n", "drome"} <= set(shown_royans.headers)


def test_a_masked_maturity_says_which_of_the_three_reasons_it_has(release: Snapshot) -> None:
    nobody, few, enough = (reasons.maturity(release, {"structures": n}, 2025) for n in (0, 2, 5))
    assert nobody == "Aucune structure n'a répondu ici à la vague 2025."
    assert few.startswith("2 structures ont répondu ici. Il faut au moins 3 structures")
    assert "laisseraient deviner" in enough
    assert "Il faut" not in enough


def test_a_section_without_any_figure_is_a_sentence_that_names_its_rows(
    release: Snapshot,
) -> None:
    section = gather(release, DIOIS, 2025).section("participation")
    bare = replace(section, rows=[{**row, "drome": "pas de donnée"} for row in section.rows])
    assert not bare.has_table
    printed = document.content(replace(gather(release, DIOIS, 2025), sections=[bare]))["sections"]
    assert printed[0]["rows"] == []
    assert printed[0]["aside"] == section.aside
    assert all(row["policy"] in section.aside for row in section.rows)


def test_the_key_of_the_bars_has_only_the_signs_that_are_drawn(release: Snapshot) -> None:
    masked = pictures.key(gather(release, DIOIS, 2025).section("maturite"))
    assert masked == (
        "Trait vertical : la Drôme. Chiffres cerclés : les territoires semblables. "
        "n : nombre de structures."
    )
    own = gather(release, ROYANS, 2025).section("maturite")
    assert "Barre : ici." in pictures.key(own)
    assert "Entre parenthèses et trait horizontal" in pictures.key(own)
    assert "Chiffres cerclés" not in pictures.key(own)  # nobody alike has a figure


def test_the_small_map_has_no_class_without_a_territory(release: Snapshot) -> None:
    drawn = gather(release, ROYANS, 2025).map_svg
    assert "De 50 à 75" in drawn
    assert "De 0 à 25" not in drawn


def test_a_scheme_whose_state_is_not_known_today_says_what_its_source_said() -> None:
    row = {"state": "unknown", "dispositif_id": "CRTE-DIOIS", "coverage_share": None,
           "status": "en_elaboration_2021_signature_non_verifiee",
           "status_label": "En élaboration en 2021, signature non vérifiée",
           "source": "CC du Diois", "confidence_label": "Confirmé"}  # fmt: skip
    assert indicators.state_in_words(row, "unknown") == (
        "Inconnu à ce jour ; en élaboration en 2021, signature non vérifiée"
    )
    assert panels.origin(row) == "CC du Diois. Ce fait : confirmé"
    assert indicators.state_in_words(row | {"status": "inconnu"}, "unknown") == "Inconnu"


def test_the_summary_names_the_schemes_beside_the_four_policies(release: Snapshot) -> None:
    schemes: list[dict[str, object]] = [
        {"is_core": False, "official_name": "Programme X", "policy_label": "TIGA",
         "state_code": "in_force", "status": "laureat", "status_label": "Lauréat"},
        {"is_core": False, "official_name": None, "policy_label": "TEPCV",
         "state_code": "unknown", "status": "labellise", "status_label": "Labellisé en 2015"},
    ]  # fmt: skip
    said = summary.sentences(release, DIOIS, 2025, schemes, 0)
    assert (
        "Hors des quatre politiques suivies : Programme X — en vigueur ; "
        "TEPCV — labellisé en 2015, état à ce jour inconnu." in said
    )
    assert "Hors des quatre politiques suivies : 2 dispositifs, dont 1 en vigueur." in (
        summary.sentences(release, EVERYWHERE, 2025, schemes, 0)
    )


def test_drawings_follow_the_theme_on_the_page_and_stay_white_in_the_files(
    release: Snapshot,
) -> None:
    sheet = gather(release, ROYANS, 2025)
    image = pictures.drawing(sheet.map_svg, "Carte")
    [data] = re.findall(r"base64,([^\"]+)", image)
    assert "prefers-color-scheme:dark" in base64.b64decode(data).decode()
    assert "prefers-color-scheme" not in sheet.map_svg + sheet.map_whole()


def test_nothing_is_made_before_a_click(opened: Open) -> None:
    app = opened(epci=ROYANS)
    buttons = [button.proto for button in app.get("download_button")]
    labels = [button.label for button in buttons]
    assert labels[0] == "Télécharger la fiche (PDF)"
    for label in ("CSV (tableur français)", "CSV standard", "Excel (XLSX)", "GeoJSON",
                  "GeoPackage", "Carte (PNG)", "Carte (SVG)",
                  "Toute la version (Data Package)"):  # fmt: skip
        assert label in labels
    assert all(button.deferred_file_id and not button.url for button in buttons)


@pytest.mark.parametrize("siren_epci", [ROYANS, DIOIS, EVERYWHERE])
@pytest.mark.parametrize("wave", [2022, 2025])
def test_one_address_gives_the_same_rows_on_the_page_on_paper_and_in_every_file(
    opened: Open, release: Snapshot, siren_epci: str, wave: int
) -> None:
    app = opened(epci=siren_epci, vague=str(wave))
    page, told = html(app), [folded(element.value) for element in app.markdown]
    sheet = gather(release, siren_epci, wave)
    printed = letters(paper(document.pdf(sheet)))
    parts = [section for section in sheet.sections if section.rows]
    book = openpyxl.load_workbook(
        io.BytesIO(tables.xlsx([shown(part, release, sheet.name) for part in parts]))
    )
    for sheet_of_rows, section in zip(book.worksheets[1:], parts, strict=True):
        table = shown(section, release, sheet.name)
        expected = records(table)
        lines = csv.DictReader(io.StringIO(tables.csv_standard(table).decode(), newline=""))
        assert list(lines) == [as_text(row) for row in expected]
        features = json.loads(geography.geojson(table))["features"]
        assert [f["properties"] for f in features] == json.loads(json.dumps(expected, default=str))
        assert {f["geometry"]["type"] for f in features} <= {"Point", "Polygon", "MultiPolygon"}
        found = sheet_of_rows.iter_rows(min_row=2, values_only=True)
        assert [list(map(as_day, line)) for line in found] == [list(r.values()) for r in expected]
        assert (pictures.table(section) in page) == section.has_table
        kept = list(section.headers) if section.has_table else [section.shown[0]]
        written = [section.aside, *(cell(row[key]) for row in section.rows for key in kept)]
        assert not [text for text in written if letters(text) not in printed]
        assert not section.aside or folded(french.plain(section.aside)) in told
        # what leaves the page and the paper holds no figure; a count goes with what it counts
        left = [key for key in section.figures if key not in section.headers]
        assert {row[key].split(" (")[0] for row in section.rows for key in left} <= {
            "masqué", "pas de donnée", "sans objet"
        }  # fmt: skip
        followers = {other for key in left for other in section.figures[key]}
        assert set(section.shown) == {*section.headers, *left, *followers}


def test_the_paper_has_its_title_language_tags_and_numbered_pages(release: Snapshot) -> None:
    reader = pypdf.PdfReader(io.BytesIO(document.pdf(gather(release, ROYANS, 2025))))
    assert reader.metadata
    assert reader.metadata.title == "Fiche territoire : Communauté de communes du Royans-Vercors"
    catalog: Any = reader.trailer["/Root"]
    assert str(catalog["/Lang"]).startswith("fr")
    assert catalog["/MarkInfo"]["/Marked"]
    for number, page in enumerate(reader.pages, start=1):
        text = folded(page.extract_text())
        assert f"{number} / {len(reader.pages)}" in text
        assert "Réponses simulées" in text
        assert release.release_id in text
    last = paper(document.pdf(gather(release, ROYANS, 2025)))
    assert "Licence Ouverte 2.0" in last
    assert "Sources et méthode" in last


@pytest.mark.parametrize("siren_epci", [ROYANS, DIOIS, EVERYWHERE])
def test_a_table_is_with_its_title_on_paper_and_a_short_one_is_whole(
    release: Snapshot, siren_epci: str
) -> None:
    sheet = gather(release, siren_epci, 2025)
    reader = pypdf.PdfReader(io.BytesIO(document.pdf(sheet)))
    pages = [letters(page.extract_text()) for page in reader.pages]
    for section in (part for part in sheet.sections if part.has_table):
        first, header = next(iter(section.headers.items()))
        begun = letters(section.title + (section.intro or section.aside or header))
        [after] = [text.partition(begun)[2] for text in pages if begun in text]
        names = [letters(cell(row[first])) for row in section.rows]
        assert names[0] in after
        if len(names) < 12 and section.key != "politiques":  # its line of time takes its room
            assert not [name for name in names if name not in after]


def test_the_map_on_paper_is_drawn_not_a_photograph(release: Snapshot) -> None:
    reader = pypdf.PdfReader(io.BytesIO(document.pdf(gather(release, ROYANS, 2025))))
    assert not [image for page in reader.pages for image in page.images]


def test_a_name_is_never_read_as_markup_on_paper(release: Snapshot) -> None:
    trap = '#panic("lu") *gras* $x$ <b> [bloc] `code` \\ @ref'
    sheet: Sheet = replace(gather(release, ROYANS, 2025), name=trap, sentences=[trap])
    assert letters(trap) in letters(paper(document.pdf(sheet)))


def test_the_paper_uses_no_font_of_the_machine(release: Snapshot) -> None:
    reader = pypdf.PdfReader(io.BytesIO(document.pdf(gather(release, EVERYWHERE, 2025))))
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    found = [font.get_object() for page in resources for font in page["/Font"].values()]
    fonts = {str(font["/BaseFont"]) for font in found}
    assert fonts
    assert all("Libertinus" in font for font in fonts)


def test_an_end_that_is_not_known_is_said_on_the_line_of_time(release: Snapshot) -> None:
    sheet = gather(release, DIOIS, 2025)
    assert sheet.timeline_svg
    assert "En vigueur, fin non" in sheet.timeline_svg  # PAT du Diois, 2021 on
    assert "PAT du Diois : En vigueur" in timeline.summary(sheet.section("politiques").rows)


def test_a_long_name_and_a_long_state_are_whole_on_the_line_of_time() -> None:
    territory = "Crestois et Pays de Saillans Cœur de Drôme"
    row = {"line": f"{territory} — PAT du {territory}", "state_code": "superseded",
           "start_date": "2021", "adopted_date": None, "expires_on": "2031"}  # fmt: skip
    drawn = timeline.draw([row], date(2026, 11, 23), "Frise")
    assert drawn
    words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn))
    assert words.count("Cœur de Drôme") == 2
    assert "récent" in words


def test_a_date_of_a_year_lasts_the_whole_year() -> None:
    row = {"start_date": None, "adopted_date": "2021-07", "expires_on": "2026"}
    assert timeline.start(row) == 2021.5
    assert timeline.end(row) == 2027


def test_the_whole_release_is_one_package(release: Snapshot) -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(downloads.zipped(release.folder / "exports"))) as archive:
        assert {"datapackage.json", "maturity_by_epci.csv", "LISEZ-MOI.txt"} <= set(
            archive.namelist()
        )


@pytest.mark.long
def test_what_changed_on_a_territory_is_on_its_fiche_alone(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = shutil.copytree(world, tmp_path / "world")
    path = data / "raw" / "policies" / "2026" / "politiques.csv"
    lines = path.read_text("utf-8")
    assert ",labellise_niveau_2,,2024," in lines
    path.write_text(lines.replace(",labellise_niveau_2,,2024,", ",labellise_niveau_2,,2019,", 1))
    assert tecs(data, "run").returncode == 0
    monkeypatch.setenv("TECS_DATA", str(data))
    release = snapshot.current()
    assert release
    rows = gather(release, ROYANS, 2025).section("changements").rows
    changed = {row["what"]: row["change"] for row in rows}
    assert changed["PAT — PAT de Royans Vercors"] == "En vigueur → Échéance dépassée, à vérifier"
    other = gather(release, DIOIS, 2025).section("changements")
    assert not other.rows
    assert other.empty == "Rien n'a changé ici depuis la version précédente."
    assert gather(release, EVERYWHERE, 2025).section("changements").rows


def test_the_opportunities_are_shown_where_the_release_has_some(
    release: Snapshot, tmp_path: Path
) -> None:
    (row,) = gather(release, ROYANS, 2025).section("pistes").rows
    assert row["title"] == "Faire connaître la pratique « Bien-être au travail »"
    pairings = gather(release, ROYANS, 2025).section("accompagner")
    assert len(pairings.rows) == 8  # the first of three for each structure and theme
    assert "Pour le comité de pilotage seul" in pairings.intro
    masked = gather(release, DIOIS, 2025).section("pistes")
    assert not masked.rows
    assert masked.empty.startswith("Aucune pour l'instant. Elles se tirent")
    older = shutil.copytree(release.folder, tmp_path / release.release_id)
    manifest = json.loads((older / "manifest.json").read_text("utf-8"))
    later = {"marts.opportunities", "marts.similar_territories", "marts.participation_drome"}
    with duckdb.connect(older / "comite.duckdb") as con:
        for name in later:
            con.execute(f"drop table {name}")
    for part in manifest["audiences"]:
        part["tables"] = [table for table in part["tables"] if table["name"] not in later]
    (older / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    for siren_epci in (ROYANS, EVERYWHERE):
        before = gather(Snapshot(older, release.release_id, audience="comite"), siren_epci, 2025)
        assert "semblables" not in {part.key for part in before.sections}
        assert before.section("pistes").empty == french.OLDER_RELEASE
    everything = gather(Snapshot(release.folder, release.release_id), ROYANS, 2025)
    public = everything.section("pistes")
    assert not public.rows
    assert public.empty == french.RESERVED
    assert "accompagner" not in {part.key for part in everything.sections}, "the comité's only"
    partner = Snapshot(release.folder, release.release_id, audience=f"partenaire:{ROYANS}")
    assert gather(partner, DIOIS, 2025).section("pistes").empty == french.RESERVED
    assert gather(partner, ROYANS, 2025).section("pistes").empty != french.RESERVED
