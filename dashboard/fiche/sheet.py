"""The whole fiche of a territory, gathered once: the page, the paper and the downloads show it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from dashboard import french, indicators, queries
from dashboard.cartography import maps, static_map
from dashboard.content import timeline
from dashboard.fiche import facts, news, participation, questions, summary, survey
from dashboard.fiche.facts import Item
from dashboard.fiche.section import Section, cited
from dashboard.indicators import Reading
from dashboard.queries import OVERALL
from dashboard.snapshot import Row, Snapshot

EVERYWHERE = ""
DROME = "Département de la Drôme"


@dataclass(frozen=True)
class Sheet:
    """A fiche: a name, key figures, sentences, two drawings, the sections in their order."""

    siren_epci: str  # "" for the whole Drôme
    name: str
    wave: int
    release_id: str
    created_at: str
    simulated: bool
    identity: Sequence[Item]
    sentences: Sequence[str]
    sections: Sequence[Section]
    map_svg: str
    map_title: str
    map_words: str  # the map for those who do not see it
    map_whole: Callable[[], str]  # the same with its title, sources and date, for a download
    timeline_svg: str | None
    timeline_narrow: str | None  # the same for a phone
    sources: Sequence[str]

    def section(self, key: str) -> Section:
        """The section of a key; raises KeyError when the fiche has none."""
        return {section.key: section for section in self.sections}[key]


def gather(release: Snapshot, siren_epci: str, wave: int) -> Sheet:
    """Return the fiche of an EPCI of the release, or of the whole Drôme (""), for one wave."""
    epci = {row["siren_epci"]: row for row in queries.territories(release)}
    place = epci[siren_epci] if siren_epci else queries.department(release)
    shape = place["geometry"]
    near = [
        {**row, "short_name": epci[row["similar_siren_epci"]]["short_name"]}
        for row in (questions.similar(release, siren_epci) if siren_epci else [])
    ]
    kept = _sections(release, siren_epci, wave, near, shape)
    rows = {section.key: section.rows for section in kept}
    policies = rows["politiques"]
    readings = indicators.read_maturity(release, wave, OVERALL)
    title = f"Maturité de l'ensemble des thèmes, vague {wave}"
    return Sheet(
        siren_epci, place["name"] if siren_epci else DROME, wave, release.release_id,
        release.manifest["created_at"], any(section.simulated for section in kept),
        facts.identity(release, siren_epci),
        summary.sentences(release, siren_epci, wave, policies, len(rows["pistes"])),
        kept, _small_map(release, readings, siren_epci), title,
        maps.summary(readings, title), partial(_whole_map, release, readings, siren_epci, wave),
        _timeline(policies), _timeline(policies, timeline.NARROW),
        list(dict.fromkeys(s for part in kept for s in part.sources)),
    )  # fmt: skip


def _sections(
    release: Snapshot, siren_epci: str, wave: int, near: list[Row], shape: str
) -> list[Section]:
    """The sections that the release can fill, in their order."""
    sections = [
        survey.maturity(release, siren_epci, wave, near, shape),
        facts.resemblance(release, near, shape) if near else None,
        survey.history(release, siren_epci, shape),
        survey.changes(release, siren_epci, shape),
        None if siren_epci else facts.territories(release, wave),
        facts.policies(release, siren_epci, shape),
        participation.section(release, siren_epci, wave),
        facts.opportunities(release, siren_epci, shape),
        facts.mentoring(release, siren_epci, shape),
        facts.structures(release, siren_epci),
        facts.practices(release, siren_epci),
        news.section(release, siren_epci, shape),
    ]
    return [section for section in sections if section is not None]


def _small_map(release: Snapshot, readings: Sequence[Reading], siren_epci: str) -> str:
    return static_map.locate(
        queries.territories(release),
        readings,
        queries.department(release),
        indicators.MATURITY_BANDS,
        siren_epci,
    )


def _whole_map(release: Snapshot, readings: Sequence[Reading], siren_epci: str, wave: int) -> str:
    """The map with all that must be read with it, for a download."""
    drome = questions.maturity(release, EVERYWHERE).get((wave, OVERALL))
    several = french.count(drome["structures"] if drome else 0, "structure répondante",
                           "structures répondantes")  # fmt: skip
    caption = static_map.Caption(
        title="Maturité de la transition",
        filters=f"Ensemble des thèmes, vague {wave}",
        basis=f"D'après {several} dans la Drôme.",
        sources=" ; ".join(
            cited(release, survey.SURVEYS, wave=wave) + cited(release, "territories")
        ),
        date=french.moment(release.manifest["created_at"]),
        release_id=release.release_id,
        simulated=bool(drome and drome["is_simulated"]),
    )
    return static_map.draw(
        queries.territories(release),
        readings,
        queries.department(release),
        indicators.MATURITY_BANDS,
        caption,
        selected=siren_epci,
    )


def _timeline(schemes: Sequence[Row], room: timeline.Room = timeline.WIDE) -> str | None:
    if not schemes:
        return None
    as_of = schemes[0]["as_of"]
    day = as_of if isinstance(as_of, date) else date.fromisoformat(str(as_of)[:10])
    return timeline.draw(schemes, day, "Frise des politiques", room=room)
