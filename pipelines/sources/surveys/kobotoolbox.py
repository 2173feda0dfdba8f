"""KoboToolbox, XLSX or CSV: group paths, select-multiple joined and as one 0/1 column each."""

from pipelines.sources.surveys.tool import Tool

TOOL = Tool(
    name="kobotoolbox",
    label="KoboToolbox",
    metadata=r"start|end|today|deviceid|username|phonenumber|_.*|meta/.*|formhub/.*",
    response_id=("_id",),
    submitted_at=("_submission_time",),
    item=r"(?P<question>.+)/(?P<item>[^/]+)",
    ticked=("1", "1.0", "True"),
    unticked=("0", "0.0", "False"),
)
