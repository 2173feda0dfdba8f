"""LimeSurvey, CSV with question codes as headers and answer codes or labels in the cells."""

from pipelines.sources.surveys.tool import Tool

TOOL = Tool(
    name="limesurvey",
    label="LimeSurvey",
    metadata=r"id|submitdate|lastpage|startlanguage|seed|token|startdate|datestamp|ipaddr|refurl"
    r"|interviewtime|groupTime\d+|\w+Time",
    response_id=("id",),
    submitted_at=("submitdate",),
    item=r"(?P<question>[^\[\]]+)\[(?P<item>[^\[\]]+)\]",
    ticked=("Y", "Oui", "Yes"),
    unticked=("N", "Non", "No"),
    draft_unless_submitted=True,
)
