"""Degraded mode: the last run failed, or data are later than their source.toml promised.

No Streamlit in here: the pages and the metrics ask the same questions.
"""

import json
from datetime import UTC, date, datetime

from dashboard import french, snapshot
from dashboard.snapshot import Row, Snapshot

LAST_RUN = "last_run.json"  # written by pipelines/last_run.py


def last_run() -> Row | None:
    """When the last run ended (`at`, ISO 8601, UTC) and its `problems`, 0 when it published.

    None when no run left its note, or one that cannot be read: unknown is not « failed ».
    """
    try:
        found = json.loads((snapshot.published() / LAST_RUN).read_text("utf-8"))
        return {"at": datetime.fromisoformat(found["at"]), "problems": int(found["problems"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def overdue(release: Snapshot, today: date) -> list[Row]:
    """The sources of a release of which newer data were promised for a day that is past.

    Each row: title, renew_by (a date). One source of several files counts once.
    """
    promised = {
        (source["title"], date.fromisoformat(str(source["renew_by"])))
        for source in release.manifest["sources"]
        if source.get("renew_by")
    }
    late = sorted((day, title) for title, day in promised if day < today)
    return [{"title": title, "renew_by": day} for day, title in late]


def warnings(release: Snapshot) -> list[str]:
    """What a reader must know before trusting that the figures are fresh; usually nothing."""
    said = []
    run = last_run()
    if run and run["problems"]:
        said.append(
            f"La dernière mise à jour, tentée le {french.moment(run['at'].isoformat())}, a "
            "échoué : les données reçues depuis ne sont pas encore montrées. Les chiffres "
            "ci-dessous sont ceux de la dernière version vérifiée."
        )
    for late in overdue(release, datetime.now(UTC).date()):
        title = french.quoted(late["title"])
        said.append(
            f"Ces données attendent leur renouvellement : {title} devait être renouvelée avant "
            f"le {french.day(late['renew_by'])}."
        )
    return said
