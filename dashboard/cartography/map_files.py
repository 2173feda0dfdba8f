"""The map page as files: its rows for the tables, its drawing for the images. No Streamlit."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import french, queries
from dashboard.cartography import static_map
from dashboard.cartography.static_map import Caption
from dashboard.cartography.subjects import Choices, Subject, extent
from dashboard.exports.shown import Shown
from dashboard.fiche.section import cited
from dashboard.filters import WAVE
from dashboard.indicators import Reading
from dashboard.snapshot import Row, Snapshot

MARK = "is_simulated"  # what Shown reads of a row


@dataclass(frozen=True)
class View:
    """What the map page shows."""

    release: Snapshot
    subject: Subject
    title: str
    choices: Choices
    areas: Sequence[Row]  # one per EPCI or per commune
    readings: Sequence[Reading]  # in the same order
    selected: str = ""
    overlay: str = ""  # what the outline means
    outlined: frozenset[str] = frozenset()

    @property
    def wave(self) -> int | None:
        """The wave chosen, when there is one to choose."""
        return int(self.choices[WAVE]) if WAVE in self.choices else None

    @property
    def simulated(self) -> bool:
        """Whether simulated answers are shown."""
        return "surveys" in self.subject.sources and self.release.manifest["has_simulated"]

    @property
    def sources(self) -> list[str]:
        """The files behind the figures, then the outlines."""
        found = [
            cited(self.release, code, wave=self.wave if code == "surveys" else None)
            for code in (*self.subject.sources, "territories")
        ]
        return [source for some in found for source in some]


def rows(view: View) -> Shown:
    """The rows of the map's table, with their figures and their shapes."""
    unit = f" ({view.subject.unit})" if view.subject.unit else ""
    columns = {"name": "Territoire", "siren_epci": "SIREN de l'EPCI"}
    if "code_insee" in view.areas[0]:
        columns = {"name": "Commune", "code_insee": "Code commune"} | {
            "siren_epci": columns["siren_epci"]
        }
    columns |= {"band": "Classe", "text": "En clair"}
    columns |= view.subject.parts or {"value": f"Valeur{unit}"}
    if any(reading.low is not None for reading in view.readings):
        columns |= {"low": f"Borne basse à 95 %{unit}", "high": f"Borne haute à 95 %{unit}"}
    columns |= {"n": "Structures", "basis": "D'après"}
    if view.overlay:
        columns["overlay"] = view.overlay
    simulated = view.simulated
    return Shown(
        title=view.title,
        columns=columns,
        rows=[
            _row(area, reading, is_outlined=reading.siren_epci in view.outlined) | {MARK: simulated}
            for area, reading in zip(view.areas, view.readings, strict=True)
        ],
        release_id=view.release.release_id,
        created_at=view.release.manifest["created_at"],
        sources=view.sources,
        filters=view.title,
        simulated=simulated,
        geometry="geometry",
    )


def _row(area: Row, reading: Reading, *, is_outlined: bool) -> Row:
    return {
        "name": reading.name,
        "code_insee": area.get("code_insee"),
        "siren_epci": reading.siren_epci,
        "band": reading.band.label,
        "text": reading.text,
        "value": reading.value,
        "low": reading.low,
        "high": reading.high,
        "n": reading.n,
        "basis": reading.basis,
        "overlay": is_outlined,
        "geometry": area["geometry"],
    } | dict(reading.parts)


def svg(view: View) -> str:
    """The map as a drawing, with its title, legend, sources and date."""
    manifest = view.release.manifest
    caption = Caption(
        title=view.title,
        filters=view.overlay or "Toute la Drôme",
        basis=extent(view.subject, view.readings),
        sources=" ; ".join(view.sources),
        date=french.moment(manifest["created_at"]),
        release_id=view.release.release_id,
        simulated=view.simulated,
    )
    return static_map.draw(
        view.areas, view.readings, queries.department(view.release), view.subject.bands, caption,
        selected=view.selected, outlined=(view.overlay, view.outlined),
    )  # fmt: skip
