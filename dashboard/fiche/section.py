"""A part of the fiche: its rows, what is shown of them, what must be said with them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dashboard import french, queries
from dashboard.exports.shown import Shown
from dashboard.snapshot import Row, Snapshot

GEOMETRY = "geometry"
RECEIVED = ", date de réception : "
MASKED, ABSENT, OUT_OF = "masqué", "pas de donnée", " sur 100"
POINTLESS = "sans objet"


@dataclass(frozen=True)
class Section:
    """One table of the fiche, the same on the page, on paper and in the downloads.

    `columns` are those of the downloads, `shown` those of the page and of the paper (their keys);
    rows about a place have a `geometry`. `empty` is said in place of a table without a row.

    `figures` are the columns that may hold no figure at all, each with those that go with it: such
    columns stay in the downloads and leave the page and the paper, which say why (`aside`). When
    none is left there is no table: `aside` stands in its place.
    """

    key: str
    title: str
    columns: Mapping[str, str]
    shown: Sequence[str]
    rows: Sequence[Row]
    sources: Sequence[str]
    intro: str = ""
    empty: str = "Rien n'est connu."
    simulated: bool = False
    figures: Mapping[str, Sequence[str]] = field(default_factory=dict)
    aside: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The columns of the page and of the paper: key → header."""
        silent = {key for figure in self._silent() for key in (figure, *self.figures[figure])}
        return {key: self.columns[key] for key in self.shown if key not in silent}

    @property
    def has_table(self) -> bool:
        """Whether its rows say something."""
        return bool(self.rows) and (not self.figures or len(self._silent()) < len(self.figures))

    def _silent(self) -> list[str]:
        return [key for key in self.figures if says_nothing(self.rows, key)]


def shown(section: Section, release: Snapshot, territory: str) -> Shown:
    """The section as the input of every export."""
    return Shown(
        title=f"{section.title} — {territory}",
        columns=section.columns,
        rows=section.rows,
        release_id=release.release_id,
        created_at=release.manifest["created_at"],
        sources=section.sources,
        filters=f"Territoire : {territory}. {section.intro}".strip(),
        simulated=section.simulated,
        geometry=GEOMETRY if all(GEOMETRY in row for row in section.rows) else None,
    )


def cited(release: Snapshot, *codes: str, wave: int | None = None) -> list[str]:
    """The files behind a section, by code of source: title, producer, date of reception."""
    return list(
        dict.fromkeys(
            f"{row['title']} — {row['producer']}{RECEIVED}{french.day(row['received_on'])}"
            for row in queries.sources(release)
            if row["source"] in codes
            and wave in (None, row["wave"])
            # the invented structures are in no table of the fiche
            and not (row["source"] == "structures" and row["is_simulated"])
        )
    )


def brief(sources: Sequence[str]) -> str:
    """The sources in one sentence for a screen: titles by date; the producers are in the files."""
    dated: dict[str, list[str]] = {}
    for source in sources:
        whole, _, date = source.partition(RECEIVED)
        dated.setdefault(date, []).append(whole.partition(" — ")[0])
    return " · ".join(
        " ; ".join(titles) + (f" (réception : {date})" if date else "")
        for date, titles in dated.items()
    )


def point(row: Row) -> str:
    """The town hall of a row as GeoJSON text."""
    return json.dumps({"type": "Point", "coordinates": [row["longitude"], row["latitude"]]})


def score(row: Row | None) -> str:
    """A maturity in words: « 58 sur 100 », masked, or without any answer."""
    if row is None or (row["score"] is None and not row["is_masked"]):
        return ABSENT
    return MASKED if row["score"] is None else f"{french.number(row['score'])}{OUT_OF}"


def says_nothing(rows: Sequence[Row], key: str) -> bool:
    """Whether a column of figures has none: each is masked, absent or pointless."""
    return all(str(row[key]).startswith((MASKED, ABSENT, POINTLESS)) for row in rows)


def cell(found: object) -> str:
    """A value as the page and the paper write it: French numbers, nothing for nothing."""
    if found is None:
        return ""
    if isinstance(found, int):
        return french.number(found)
    return french.number(found, 1) if isinstance(found, float) else str(found)
