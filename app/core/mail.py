"""Mail: rendered and sealed in the transaction of the deed, sent by a job, forgotten once handed over.

The queue carries the id of a sealed row; neither address nor text is readable in the database. Mails are neutral: no
illness, community, handle or text of anybody, in the subject least of all.
"""

import asyncio
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, make_msgid, parseaddr
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

import aiosmtplib
import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, select_autoescape
from sqlalchemy import text
from sqlmodel import Session

from app.core import catalogues, clock, formats, jobs, keys, logs, mailbox, metrics
from app.core.messages import TEMPLATES
from app.core.settings import get_settings

PURPOSE = "outbox"
KEPT_DAYS = 7
TIMEOUT = 12.0
log = logs.get_logger("mail")

_INSERT = text("INSERT INTO jobs.outbox (id, sealed, created) VALUES (:id, :sealed, :created)")
_READ = text("SELECT sealed FROM jobs.outbox WHERE id = :id FOR UPDATE")
_DELETE = text("DELETE FROM jobs.outbox WHERE id = :id")
_FORGET = text("DELETE FROM jobs.outbox WHERE created < :day")


def send(session: Session, *, to: str, template: str, locale: str, **context: Any) -> None:
    """Renders `mail/<template>.txt` (its first line is "Subject: ...") and `.html` if there is one; sent after the commit.

    `unsubscribe` in the context is the address of List-Unsubscribe, else the reader's settings.
    """
    subject, plain, html = _rendered(template, locale, context)
    unsubscribe = context.get("unsubscribe") or f"{get_settings().public_url}/settings"
    letter = {
        "to": to,
        "subject": subject,
        "text": plain,
        "html": html,
        "unsubscribe": unsubscribe,
        "locale": locale,
    }
    row = uuid4()
    sealed = keys.seal(PURPOSE, orjson.dumps(letter), row.bytes)
    session.connection().execute(_INSERT, {"id": row, "sealed": sealed, "created": clock.today()})
    jobs.defer(session, "mail.deliver", row=str(row))


@cache
def _templates(locale: str) -> Environment:
    """Templates of letters: plain text is not escaped, HTML is; no scripts, styles or drawings of the pages."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(catalogues.translations(locale), newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(formats.filters(locale))
    return made


def _rendered(name: str, locale: str, context: dict[str, Any]) -> tuple[str, str, str]:
    """Subject, plain text and HTML (may be empty) of a letter."""
    settings = get_settings()
    context = {"brand": settings.brand, "base_url": settings.public_url, "locale": locale, **context}
    templates = _templates(locale)
    head, _, plain = templates.get_template(f"mail/{name}.txt").render(context).lstrip().partition("\n")
    if not head.startswith("Subject:"):
        raise ValueError(f"the first line of mail/{name}.txt is its subject")
    try:
        html = templates.get_template(f"mail/{name}.html").render(context)
    except TemplateNotFound as error:
        if error.name != f"mail/{name}.html":
            raise
        html = ""
    return " ".join(head.removeprefix("Subject:").split()), plain.strip() + "\n", html


def compose(letter: dict[str, str]) -> EmailMessage:
    """The letter as a message."""
    sender = get_settings().mail_from
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = sender
    message["To"] = letter["to"]
    message["Subject"] = letter["subject"]
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter["locale"]
    message["List-Unsubscribe"] = f"<{letter['unsubscribe']}>"
    message.set_content(letter["text"])
    if letter["html"]:
        message.add_alternative(letter["html"], subtype="html")
    return message


@jobs.job("mail.deliver")
def deliver(session: Session, row: str) -> None:
    """Opens a sealed letter, hands it to the mail server and deletes it. A refusal for good deletes it too."""
    sealed = session.connection().execute(_READ, {"id": UUID(row)}).scalar()
    if sealed is None:
        return
    letter = orjson.loads(keys.unseal(PURPOSE, sealed, UUID(row).bytes))
    outcome = "sent"
    try:
        hand_over(compose(letter), letter["to"])
    except aiosmtplib.SMTPRecipientsRefused as error:
        if any(400 <= one.code < 500 for one in error.recipients):
            raise
        outcome = "refused"
        log.warning("mail refused for good", exc_info=error)
    session.connection().execute(_DELETE, {"id": UUID(row)})
    metrics.mails.labels(outcome).inc()


def hand_over(message: EmailMessage, to: str) -> None:
    """By SMTP to ENTRAIDE_SMTP_URL; without one (demo, tests) straight into our own mailbox."""
    settings = get_settings()
    if not settings.smtp_url:
        mailbox.keep(message, to)
        return
    url = urlsplit(settings.smtp_url)
    secure = url.scheme == "smtps"
    asyncio.run(
        aiosmtplib.send(
            message,
            sender=parseaddr(settings.mail_from)[1],
            recipients=[to],
            hostname=url.hostname,
            port=url.port or (465 if secure else 587),
            username=unquote(url.username) if url.username else None,
            password=unquote(url.password) if url.password else None,
            use_tls=secure,
            timeout=TIMEOUT,
        )
    )


@jobs.periodic("17 3 * * *", "mail.forget")
def forget(session: Session) -> None:
    """Letters that could not be sent for a week are thrown away, unread."""
    session.connection().execute(_FORGET, {"day": clock.today() - timedelta(days=KEPT_DAYS)})
