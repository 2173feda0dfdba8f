"""E-mail on failure, against a real SMTP server on this machine."""

import json
import shutil
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from pipelines import alerts, settings
from pipelines.errors import UnusableInput
from pipelines.settings import Mail
from tests.conftest import TINY_WORLD, free_port, tecs

PLACES = ["raw/surveys/2025/a.xlsx, feuille « R », ligne 3, colonne « Nom » : réponse inconnue."]
PERSONAL = "jean.dupont@personnel.invalid"


class Box:
    """Keeps the letters that arrive; what aiosmtpd calls a handler."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        self.letters.append(BytesParser(policy=default).parsebytes(content))
        return "250 OK"


@contextmanager
def post_office(**options: Any) -> Iterator[tuple[Box, int]]:
    """A real SMTP server on this machine, its box and its port."""
    box, port = Box(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


def mail(port: int, **options: Any) -> Mail:
    given = {"starttls": False, **options}
    return Mail(
        "127.0.0.1",
        port,
        ("a@example.invalid", "b@example.invalid"),
        "tecs@example.invalid",
        **given,
    )


def test_a_letter_says_how_many_where_and_what_stays_served() -> None:
    with post_office() as (box, port):
        assert alerts.send(mail(port), PLACES, "2026-01-01-000000-000") is None
    (letter,) = box.letters
    assert letter["Subject"] == "Observatoire TECS : rien n'est publié, 1 problème"
    assert letter["To"] == "a@example.invalid, b@example.invalid"
    assert PLACES[0] in letter.get_content()
    assert "La version 2026-01-01-000000-000 reste servie." in letter.get_content()


def test_a_long_list_is_cut_and_counted() -> None:
    letter = alerts.compose(mail(25), [f"problème {n}" for n in range(70)], None)
    text = letter.get_content()
    assert "70 problèmes" in letter["Subject"]
    assert "problème 49" in text
    assert "problème 50" not in text
    assert "et 20 autres" in text
    assert "Aucune version n'est servie." in text


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    crt, pem = folder / "crt.pem", folder / "key.pem"
    crt.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return crt, pem


@pytest.fixture
def secured(tmp_path: Path) -> dict[str, Any]:
    """What makes the server ask for STARTTLS and a login."""
    crt, pem = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(crt, pem)

    def admit(
        _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any
    ) -> AuthResult:
        good = isinstance(given, LoginPassword) and given.password == b"secret"
        return AuthResult(success=good, handled=False)

    return {
        "tls_context": context,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": admit,
    }


def test_a_login_goes_through_starttls(
    secured: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "crt.pem"))
    with post_office(**secured) as (box, port):
        wrong = alerts.send(mail(port, user="tecs", password="faux"), PLACES, None)  # noqa: S106
        assert "n'est pas parti" in (wrong or "")
        assert alerts.send(mail(port, user="tecs", password="secret"), PLACES, None) is None  # noqa: S106
    assert len(box.letters) == 1


def test_a_server_without_a_known_certificate_or_encryption_gets_no_password(
    secured: dict[str, Any],
) -> None:
    with post_office(**secured) as (box, port):
        said = alerts.send(mail(port, user="tecs", password="secret"), PLACES, None)  # noqa: S106
    assert "CERTIFICATE_VERIFY_FAILED" in (said or "")
    with post_office() as (plain, port):
        said = alerts.send(mail(port, user="tecs", password="secret"), PLACES, None)  # noqa: S106
    assert "STARTTLS" in (said or "")
    assert not box.letters + plain.letters


def test_the_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TECS_ALERT_SMTP", "smtp.example.invalid")
    assert settings.load().mail is None, "nobody to write to"
    monkeypatch.setenv("TECS_ALERT_TO", "a@example.invalid, b@example.invalid")
    monkeypatch.setenv("TECS_ALERT_PASSWORD", "secret")
    loaded = settings.load().mail
    assert loaded == Mail(
        "smtp.example.invalid",
        587,
        ("a@example.invalid", "b@example.invalid"),
        "a@example.invalid",
        password="secret",  # noqa: S106
    )
    assert "secret" not in repr(loaded)
    monkeypatch.setenv("TECS_ALERT_SMTP", "smtp.example.invalid:smtp")
    with pytest.raises(UnusableInput, match="TECS_ALERT_SMTP"):
        settings.load()


@pytest.mark.long
def test_tecs_run_tells_its_failure_and_a_dead_server_changes_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is read but one spoilt survey, so that the run ends at its first steps."""
    drop = shutil.copytree(TINY_WORLD / "raw/surveys/2020", tmp_path / "raw/surveys/2020")
    export = drop / "reponses.csv"
    text = export.read_text("utf-8-sig").replace('"A3"', f'"{PERSONAL}"', 1)
    export.write_text(text, "utf-8-sig")
    monkeypatch.setenv("TECS_ALERT_TO", "a@example.invalid")
    monkeypatch.setenv("TECS_ALERT_STARTTLS", "non")
    with post_office() as (box, port):
        run = tecs(tmp_path, "run", TECS_ALERT_SMTP=f"127.0.0.1:{port}")
    assert run.returncode == 2
    assert PERSONAL in run.stderr, "the steward sees the value"
    letter = box.letters[0].get_content()
    assert "geo/source.toml : fichier absent." in letter
    assert "raw/surveys/2020/reponses.csv, ligne 2, colonne « ALIM[SQ001] »" in letter
    assert PERSONAL not in letter
    note = (tmp_path / "published" / "last_run.json").read_text("utf-8")
    assert json.loads(note)["problems"] > 1, "the dashboard is to say that the run failed"
    assert PERSONAL not in note
    run = tecs(tmp_path, "run", TECS_ALERT_SMTP=f"127.0.0.1:{port}")
    assert run.returncode == 2
    assert "Rien n'est publié" in run.stderr
    assert "Le message d'alerte n'est pas parti" in run.stderr
    assert "Traceback" not in run.stderr
