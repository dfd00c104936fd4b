"""A real mail server, and a folder of templates."""

from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import pytest_asyncio

from merx.providers.notification_smtp import SmtpNotifications, SmtpOptions
from merx.providers.notification_smtp.tests.server import Mailbox, running

TEMPLATES = {
    "welcome.subject.txt": "Hello {{ name }}\n",
    "welcome.txt": "Dear {{ name }},\nyour code is {{ code|default('not needed') }}.\n",
    "welcome.html": "{% extends 'frame.html' %}{% block body %}<p>Dear {{ name }}</p>{% endblock %}",
    "frame.html": "<html><body>{% block body %}{% endblock %}</body></html>",
    "bare.subject.txt": "Bare",
    "broken.subject.txt": "{{ order.id }}",
    "broken.txt": "x",
    "lost.subject.txt": "Lost",
    "lost.html": "{% extends 'nowhere.html' %}",
    "odd.subject.txt": "{% if %}",
    "odd.txt": "x",
}


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    for name, text in TEMPLATES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest_asyncio.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with running() as found:
        yield found


@pytest.fixture
def mails(mailbox: Mailbox) -> list[EmailMessage]:
    return mailbox.mails


@pytest.fixture
def smtp(mailbox: Mailbox, templates: Path) -> SmtpNotifications:
    return SmtpNotifications(SmtpOptions(host="127.0.0.1", port=mailbox.port, sender="Shop <shop@example.com>", tls="off", templates=templates))
