"""The fiche as a PDF made for printing, or as one image per page.

The template reads the fiche as JSON: a name is a string there, never markup. Its fonts are those
that the typst wheel embeds, so that the same document comes out of a bare machine.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from dashboard import french
from dashboard.content import timeline
from dashboard.exports.shown import LICENCE, MASKING, METHOD
from dashboard.fiche import pictures
from dashboard.fiche.section import Section, brief, cell
from dashboard.fiche.sheet import Sheet

TEMPLATE = Path(__file__).with_name("fiche.typ")
USUAL = 1.2  # the width of a column beside the others
WIDTHS = {
    **dict.fromkeys(("n", "structures", "registered", "rank", "distance", "territories"), 0.6),
    **dict.fromkeys(("similar_structures", "similar_population", "similar_density"), 0.6),
    **dict.fromkeys(("population", "policy", "change_text"), 0.6),
    **dict.fromkeys(("all_text", "detail", "why", "label", "what", "title"), 2.0),
    **dict.fromkeys(("state", "dates", "panel_text"), 1.6),
    **{"policy_label": 1.3, "epci_role_label": 0.8, "name": 2.3, "similar_name": 2.6},
    "origin": 2.8,
}


def pdf(sheet: Sheet) -> bytes:
    """Return the fiche as a tagged PDF, A4, that can be read aloud (PDF/UA-1)."""
    import typst

    made = datetime.fromisoformat(sheet.created_at).replace(microsecond=0)
    document: bytes = typst.compile(
        TEMPLATE, format="pdf", pdf_standards="ua-1", timestamp=made, **_settings(sheet)
    )
    return document


def images(sheet: Sheet) -> list[bytes]:
    """Return the pages of the same document as PNG."""
    import typst

    found = typst.Compiler(TEMPLATE, **_settings(sheet)).compile(format="png", ppi=110.0)
    return found if isinstance(found, list) else [found or b""]


def content(sheet: Sheet) -> dict[str, Any]:
    """All that the template writes, as JSON values."""
    drawn = [row for section in sheet.sections if section.key == "politiques"
             for row in section.rows]  # fmt: skip
    return {
        "name": sheet.name,
        "wave": sheet.wave,
        "release": sheet.release_id,
        "date": french.moment(sheet.created_at),
        "simulated": french.SIMULATED if sheet.simulated else "",
        "simulated_text": french.SIMULATED_TEXT,
        "identity": [list(item) for item in sheet.identity],
        "sentences": list(sheet.sentences),
        "map": sheet.map_svg,
        "map_title": sheet.map_title,
        "timeline": sheet.timeline_svg,
        "timeline_alt": timeline.summary(drawn),
        "sections": [_section(section) for section in sheet.sections],
        "sources": list(sheet.sources),
        "licence": LICENCE,
        "method": METHOD,
        "masking": MASKING,
    }


def _typeset(found: Any) -> Any:
    """The same values, their texts with the no-break spaces of French; drawings have theirs."""
    if isinstance(found, str):
        return found if found.startswith("<svg") else french.typeset(found)
    if isinstance(found, list):
        return [_typeset(one) for one in found]
    if isinstance(found, dict):
        return {key: _typeset(one) for key, one in found.items()}
    return found


def _section(section: Section) -> dict[str, Any]:
    rows = section.rows if section.has_table else []
    lanes = [_lane(row) for row in rows] if section.key == "maturite" else None
    return {
        "key": section.key,
        "title": section.title,
        "intro": section.intro,
        "empty": section.empty,
        "aside": section.aside,
        "headers": list(section.headers.values()),
        "widths": [WIDTHS.get(key, USUAL) for key in section.headers],
        "rows": [[cell(row[key]) for key in section.headers] for row in rows],
        "small": list(section.headers).index("origin") if "origin" in section.headers else None,
        "lanes": lanes,
        "key_of_lanes": pictures.key(section) if lanes else "",
        "source": brief(section.sources),
        "simulated": french.SIMULATED if section.simulated else "",
    }


def _lane(row: Any) -> dict[str, Any]:
    """What is drawn of a theme: the score and its bounds, the Drôme, the territories alike."""
    near = [row.get(f"near_{n}_score") for n in (1, 2, 3)]
    here = row["score"]
    return {"score": here, "low": row["low"], "high": row["high"], "near": near,
            "drome": row["drome_score"] if row["drome_score"] != here else None}  # fmt: skip


def _settings(sheet: Sheet) -> dict[str, Any]:
    return {
        "root": TEMPLATE.parent,
        "sys_inputs": {"fiche": json.dumps(_typeset(content(sheet)), ensure_ascii=False)},
        "ignore_system_fonts": True,
    }
