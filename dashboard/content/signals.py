"""Where structures take part in a policy that no source gives there; no Streamlit in here."""

from dashboard import charts, french, queries
from dashboard.snapshot import Snapshot

INTRODUCTION = (
    "Des structures disent participer à une politique que les sources ne disent pas présente sur "
    "leur territoire à la date de la vague : ce n'est pas une erreur, la table des politiques est "
    "peut-être incomplète. Elles ne comptent dans aucun taux."
)
COLUMNS = {"territory": "Territoire", "label": "Signal", "nature": "Nature"}


def tabulate(release: Snapshot) -> str:
    """Every signal as an HTML table, or a sentence when there is none."""
    if not release.has("policy_signals"):
        return f"<p>{release.absence}</p>"
    rows = [
        {
            "territory": row["short_name"],
            "label": row["label"],
            "nature": french.SIMULATED if row["is_simulated"] else "Réponses réelles",
        }
        for row in queries.signals(release)
    ]
    if not rows:
        return "<p>Aucun signal dans cette version.</p>"
    return charts.table("Par territoire, politique et vague", COLUMNS, rows)
