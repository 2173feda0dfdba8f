"""Official policy files, made by hand after each layout; their rows are invented."""

import shutil
from pathlib import Path

FOLDER = Path(__file__).parent
LAYOUTS = ("ademe-pcaet-v1", "ademe-pcaet-v2", "anct-crte", "france-pat")


def receive(data: Path, *layouts: str) -> Path:
    """Lay these official files (all by default) as drops of the world in `data`."""
    for layout in layouts or LAYOUTS:
        shutil.copytree(FOLDER / layout, data / "raw" / "policies" / f"2026-{layout}")
    return data
