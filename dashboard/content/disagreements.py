"""Where an official file and the hand-kept facts disagree on a policy; no Streamlit in here."""

from html import escape

from dashboard import charts, french, queries
from dashboard.charts import Html
from dashboard.snapshot import Row, Snapshot

INTRODUCTION = (
    "Quand un fichier officiel et le fichier tenu à la main se contredisent sur un dispositif, "
    "les deux sont gardés et le plus récent est retenu. Ne pas figurer dans un fichier officiel "
    "ne contredit rien : c'est inconnu."
)
RETAINED = {"hand": "à la main", "official": "officiel", "both": "les deux, à rapprocher"}
COLUMNS = {
    "territory": "Territoire",
    "scheme": "Dispositif",
    "field_label": "Point",
    "by_hand": "Tenu à la main",
    "by_official": "Fichier officiel",
    "retained": "Retenu",
}


def tabulate(release: Snapshot) -> str:
    """Every disagreement as an HTML table, or a sentence when there is none."""
    if not release.has("policy_disagreements"):
        return f"<p>{french.OLDER_RELEASE}</p>"
    rows = queries.disagreements(release)
    if not rows:
        return "<p>Aucun désaccord dans cette version.</p>"
    return charts.table("Par territoire et dispositif", COLUMNS, [_line(row) for row in rows])


def _line(row: Row) -> Row:
    return {
        "territory": row["short_name"],
        "scheme": Html(f"{escape(row['policy_label'])}<br/>{escape(row['official_name'] or '')}"),
        "field_label": row["field_label"],
        "by_hand": _said(row["hand"], row["hand_source"], row["hand_as_of"]),
        "by_official": _said(row["official"], row["official_source"], row["official_as_of"]),
        "retained": RETAINED[row["retained"]],
    }


def _said(value: str | None, source: str | None, as_of: object) -> Html:
    origin = f"{source or 'source inconnue'} ({french.day(as_of)})"
    return Html(f"{escape(value or 'inconnu')}<br/><small>{escape(origin)}</small>")
