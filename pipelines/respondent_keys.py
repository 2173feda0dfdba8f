"""Who answered twice, without who answered: a keyed hash in place of the tool's response number."""

import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

import pandas as pd

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import ROOT, Settings

BYTES = 32


def make_keys(lines: pd.DataFrame, waves: dict[str, int | None], secret: bytes) -> pd.DataFrame:
    """Return source_file, source_row and respondent_key, one row per line of survey_lines.

    The key is the HMAC-SHA256 of wave and response id (of file and line when the tool gives no
    id), `waves` being the wave of each file: without the secret no id leads to a key, nor back.
    """
    rows = [
        (file, row, _sign(secret, waves[file], response_id or f"{file}:{row}"))
        for file, row, response_id in zip(
            lines["source_file"],
            lines["source_row"],
            lines["response_id"].astype("object").where(lines["response_id"].notna(), None),
            strict=True,
        )
    ]
    return pd.DataFrame(rows, columns=["source_file", "source_row", "respondent_key"], dtype="str")


def _sign(secret: bytes, wave: int | None, response: str) -> str:
    return hmac.new(secret, f"{wave}:{response}".encode(), hashlib.sha256).hexdigest()


def load_secret(settings: Settings) -> bytes:
    """Return the secret, made on first use: 32 random bytes that only their owner may read.

    Raises UnusableInput when its file would stand in the repository or in the data, is cut, or
    can be neither read nor made.
    """
    path = settings.secret_file.resolve()
    if path.is_relative_to(settings.data) or path.is_relative_to(ROOT):
        raise _refusal(path, "le secret ne doit être ni dans le dépôt ni dans les données.")
    try:
        if not path.exists():
            _make(path)
        secret = path.read_bytes()
    except OSError as error:
        raise _refusal(path, "le secret ne peut être ni lu ni créé.", str(error)) from error
    if len(secret) < BYTES:
        raise _refusal(path, "le secret est tronqué.", f"{len(secret)} octets")
    return secret


def _make(path: Path) -> None:
    """Written whole under another name (mode 600), then linked: the first of two writers wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(BYTES))
    try:
        path.hardlink_to(name)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()


def _refusal(path: Path, message: str, found: str | None = None) -> UnusableInput:
    return UnusableInput(
        Problem(
            message,
            file=str(path),
            found=found,
            expected=f"un fichier d'au moins {BYTES} octets, hors du dépôt et des données",
            hint="Indiquer un autre emplacement par la variable TECS_SECRET_FILE.",
        )
    )
