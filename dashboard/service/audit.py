"""The audit log: who was refused what, and when. No content, no figure, no address of a machine."""

import json
import logging
import os
from datetime import UTC, datetime
from functools import cache
from logging.handlers import RotatingFileHandler

LARGEST, KEPT = 1_000_000, 9  # bytes of a file, former files


def refuse(who: str, role: str, what: str, why: str) -> None:
    """Write one line: the person (e-mail or subject, « anonyme »), the role, the page or route.

    To the file that TECS_AUDIT_LOG names, else to the server's own log. JSON: a name with a line
    end in it stays on its line.
    """
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "who": who[:200],
        "role": role,
        "what": what[:200],
        "why": why,
    }
    _logger(os.environ.get("TECS_AUDIT_LOG", "")).warning(json.dumps(line, ensure_ascii=False))


@cache
def _logger(path: str) -> logging.Logger:
    logger = logging.getLogger(f"tecs.audit.{path}")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    handler = (
        RotatingFileHandler(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
        if path
        else logging.StreamHandler()
    )
    logger.addHandler(handler)
    return logger
