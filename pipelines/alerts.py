"""A word by e-mail when nothing could be published. Off unless TECS_ALERT_SMTP and _TO are set."""

import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage

from pipelines.settings import Mail

TIMEOUT = 20  # seconds; a mute server must not hold a run for long
LISTED = 50  # problems written in a message; the others are counted


def send(mail: Mail | None, places: Sequence[str], served: str | None) -> str | None:
    """Send the problems of a failed run; return None when sent or off, else why not, in French.

    `places`: the problems without the values found (see Outcome.places): no personal data leaves
    by e-mail. `served`: the release that stays served. Nothing is raised: a mail server that
    fails changes no verdict.
    """
    if mail is None:
        return None
    try:
        _deliver(mail, compose(mail, places, served))
    except (OSError, ValueError) as error:  # smtplib's errors are OSError; ValueError: an address
        return f"Le message d'alerte n'est pas parti ({mail.host}:{mail.port}) : {error}"
    return None


def compose(mail: Mail, places: Sequence[str], served: str | None) -> EmailMessage:
    """Return the message: a subject that counts, the problems, what stays served, what to do."""
    many = len(places)
    message = EmailMessage()
    message["Subject"] = (
        f"Observatoire TECS : rien n'est publié, {many} problème{'s' if many > 1 else ''}"
    )
    message["From"] = mail.sender
    message["To"] = ", ".join(mail.to)
    listed = [f"- {place}" for place in places[:LISTED]]
    if many > LISTED:
        listed.append(f"- et {many - LISTED} autres")
    stays = f"La version {served} reste servie." if served else "Aucune version n'est servie."
    message.set_content(
        "\n".join(
            (
                "La dernière exécution n'a rien publié. À corriger :",
                "",
                *listed,
                "",
                stays,
                "Le détail, avec les valeurs trouvées, reste sur la machine : "
                "`tecs check` ou l'interface de Dagster (`tecs studio`).",
            )
        )
    )
    return message


def _deliver(mail: Mail, message: EmailMessage) -> None:
    """Hand the message over; a password never leaves without encryption."""
    with smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT) as server:
        if mail.starttls or mail.user:
            server.starttls(context=ssl.create_default_context())
        if mail.user:
            server.login(mail.user, mail.password)
        server.send_message(message)
