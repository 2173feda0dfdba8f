"""The downloads of a page: what is on the screen, in every format, made when it is asked for."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from dashboard import charts, french, session
from dashboard.exports import geography, picture, tables
from dashboard.exports.shown import Shown
from dashboard.service import access
from dashboard.snapshot import Snapshot

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Maker = Callable[[], bytes]


def show(shown: Sequence[Shown], name: str, drawing: Callable[[], str] | None = None) -> None:
    """Show the buttons for the tables of a page; with several, the reader chooses one.

    `name` begins the files' names and the buttons' keys. `drawing` makes the SVG of the page's map.
    Nothing is computed before a click. The workbook holds all the tables.
    """
    st.subheader("Télécharger ce qui est à l'écran")
    titles = [table.title for table in shown]
    chosen = shown[0]
    if len(shown) > 1:
        title = st.selectbox("Tableau à télécharger", titles, key=f"{name}_tableau")
        chosen = shown[titles.index(title)]
    if chosen.simulated:
        st.html(charts.note(f"{french.SIMULATED} : la mention est dans chaque fichier."))
    formats: list[tuple[str, str, str, Maker]] = [
        ("CSV (tableur français)", "csv", "text/csv", partial(tables.csv_french, chosen)),
        ("CSV standard", "standard.csv", "text/csv", partial(tables.csv_standard, chosen)),
        ("Excel (XLSX)", "xlsx", XLSX, partial(tables.xlsx, list(shown))),
    ]
    if chosen.geometry:
        formats += [
            ("GeoJSON", "geojson", "application/geo+json", partial(geography.geojson, chosen)),
            ("GeoPackage", "gpkg", "application/geopackage+sqlite3",
             partial(geography.gpkg, chosen)),
        ]  # fmt: skip
    if drawing:
        formats += [
            ("Carte (PNG)", "png", "image/png", lambda: picture.png(drawing())),
            ("Carte (SVG)", "svg", "image/svg+xml", lambda: drawing().encode()),
        ]
    with st.container(horizontal=True, gap="xsmall"):
        for label, extension, mime, make in formats:
            file = f"{file_name(name, chosen)}.{extension}"
            button(label, make, file, mime, f"{name}_{extension}")


def release_package(release: Snapshot) -> None:
    """The button for the whole open release, a Frictionless Data Package in one ZIP."""
    folder = release.folder / "exports"
    file = f"observatoire-tecs-{release.release_id}.zip"
    label = "Toute la version (Data Package)"
    button(label, lambda: zipped(folder), file, "application/zip", "version")


def button(label: str, make: Maker, file: str, mime: str, key: str) -> None:
    """One download, made at the click if the session still holds; the page is not run again."""
    reader = session.reader()

    def make_for_reader() -> bytes:
        if not reader.still():
            access.refuse(reader, f"fichier {file}", "session terminée ou rôle retiré")
            raise PermissionError(file)
        return make()

    st.download_button(
        label, make_for_reader, file, mime, key=f"telecharger_{key}", on_click="ignore"
    )


def zipped(folder: Path) -> bytes:
    """A folder as a ZIP, its files at the root."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    return target.getvalue()


def file_name(name: str, shown: Shown) -> str:
    """A file's name from the title: no accent, no sign, the release at the end."""
    return f"tecs-{name}-{bare(shown.title)}-{shown.release_id}"


def bare(text: str) -> str:
    """« Fiche : Die, 2025 » → « fiche-die-2025 », 80 characters at most."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")[:80].strip("-")
