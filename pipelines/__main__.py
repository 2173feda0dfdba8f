"""`python -m pipelines` is `tecs`."""

from pipelines.cli import app

app(prog_name="tecs")
