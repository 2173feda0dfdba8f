"""Framaforms (Drupal Webform), CSV: three header rows, nine metadata columns, X for a choice."""

from pipelines.sources.surveys.tool import Tool

TOOL = Tool(
    name="framaforms",
    label="Framaforms",
    header_rows=3,
    metadata_first=9,
    metadata=r"Numéro de série|Serial|SID|Adresse IP|IP Address|UID|Nom d'utilisateur|Username",
    response_id=("SID",),
    submitted_at=("Heure de soumission", "Submitted Time", "Completed Time"),
    item=r"(?P<question>.+) \[(?P<item>.+)\]",
    ticked=("X",),
    draft=("Brouillon", "Draft"),
    draft_marks=("1", "Oui", "Yes", "X"),
)
