"""Mail to a real server."""

import smtplib
import sys
from email.message import EmailMessage
from pathlib import Path

import msgspec
import pytest

from merx.commerce.notification import Attachment, Content, NotificationProvider, NotificationRefused, OutgoingNotification, Sent
from merx.commerce.notification.testing import NotificationProviderContract
from merx.framework.app import App
from merx.framework.options import Secret
from merx.framework.project import base_config
from merx.providers.notification_smtp import SmtpNotifications
from merx.providers.notification_smtp.tests.server import Mailbox

WELCOME = OutgoingNotification(key="noti_1", to="ada@example.com", channel="email", template="welcome", data={"name": "Ada & Söhne"})


class TestSmtp(NotificationProviderContract):
    @pytest.fixture(autouse=True)
    def _receiving(self, mails: list[EmailMessage]) -> None:
        self.mails = mails

    @pytest.fixture
    def provider(self, smtp: SmtpNotifications) -> SmtpNotifications:
        return smtp

    @pytest.fixture
    def address(self) -> str:
        return "ada@example.com"

    @pytest.fixture
    def template(self) -> str:
        return "welcome"

    async def arrived(self) -> list[str]:
        return [part_of(mail, "plain") for mail in self.mails]


def part_of(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return body.get_content().replace("\r\n", "\n")  # as it travels


async def test_a_mail_has_a_subject_a_text_and_html_that_is_escaped(smtp: SmtpNotifications, mails: list[EmailMessage]) -> None:
    # when
    sent = await smtp.send(WELCOME)
    # then
    (mail,) = mails
    assert sent == Sent(external_id="<noti_1@example.com>")
    assert (mail["From"], mail["To"], mail["Subject"], mail["Message-ID"]) == (
        "Shop <shop@example.com>",
        "ada@example.com",
        "Hello Ada & Söhne",
        "<noti_1@example.com>",
    )
    assert part_of(mail, "plain") == "Dear Ada & Söhne,\nyour code is not needed.\n"
    assert part_of(mail, "html") == "<html><body><p>Dear Ada &amp; Söhne</p></body></html>\n"


async def test_what_is_written_already_needs_no_template(smtp: SmtpNotifications, mails: list[EmailMessage]) -> None:
    # given
    file = Attachment(filename="ticket.txt", content="SGVsbG8=", content_type="text/plain")
    told = OutgoingNotification(
        key="noti_2",
        to="ada@example.com",
        channel="email",
        from_="help@example.org",
        content=Content(subject="Your\nticket", html="<b>x</b>"),
        attachments=(file,),
    )
    # when
    await smtp.send(told)
    # then
    (mail,) = mails
    (attached,) = mail.iter_attachments()
    assert (mail["From"], mail["Subject"], mail["Message-ID"]) == ("help@example.org", "Your ticket", "<noti_2@example.org>")
    assert part_of(mail, "html") == "<b>x</b>\n"
    assert (attached.get_filename(), attached.get_content()) == ("ticket.txt", "Hello")


REFUSED = [
    ({"template": None}, "An e-mail needs a `template`, or `content`"),
    ({"template": "nothing"}, "The template 'nothing' lacks nothing.subject.txt in {folder}"),
    ({"template": "bare"}, "The template 'bare' lacks bare.txt or bare.html in {folder}"),
    ({"template": "broken"}, "broken.subject.txt: 'order' is undefined"),
    ({"template": "lost"}, "lost.html uses the template nowhere.html, which is not in {folder}"),
    ({"template": "odd"}, "odd.subject.txt: Expected an expression, got 'end of statement block'"),
    ({"template": "../welcome"}, "The template '../welcome' lacks ../welcome.subject.txt in {folder}"),
    ({"to": "nobody"}, "'nobody' is not one e-mail address"),
    ({"to": "a@example.com, b@example.com"}, "'a@example.com, b@example.com' is not one e-mail address"),
    # What follows breaks the parser of the standard library.
    *(({"to": text}, f"'{text}' is not one e-mail address") for text in ("<", "a@b.det-),ta@", " .q\u00e9? ;\u00e9", '.:?\\;"8 ?', "?q@[8", "a@b.de--,f:;=-")),
    ({"from_": "<"}, "'<' is not one e-mail address"),
    (
        {"attachments": (Attachment(filename="a\nBcc: eve@example.com", content="eA=="),)},
        "The attachment 'a\\nBcc: eve@example.com' cannot be called so: Header values may not contain linefeed or carriage return characters",
    ),
    # The server takes no letters but those of ASCII.
    (
        {"to": "\u00e4da@example.com"},
        "The mail server refused: One or more source or delivery addresses require internationalized email support, but the server does not advertise the required SMTPUTF8 capability",
    ),
    ({"attachments": (Attachment(filename="a.pdf", content="?"),)}, "The attachment a.pdf is not base64: Only base64 data is allowed"),
]


@pytest.mark.parametrize(("change", "why"), REFUSED)
async def test_what_cannot_be_written_is_refused_for_good(
    smtp: SmtpNotifications, mails: list[EmailMessage], templates: Path, change: dict[str, object], why: str
) -> None:
    with pytest.raises(NotificationRefused) as refused:
        await smtp.send(msgspec.structs.replace(WELCOME, **change))
    assert str(refused.value) == why.format(folder=templates)
    assert mails == []


async def test_an_address_cannot_smuggle_a_header_in(smtp: SmtpNotifications, mails: list[EmailMessage]) -> None:
    with pytest.raises(NotificationRefused, match="cannot be written to"):
        await smtp.send(msgspec.structs.replace(WELCOME, to="ada@example.com\r\nBcc: eve@example.com"))
    assert mails == []


async def test_a_server_that_will_never_take_it_is_believed(smtp: SmtpNotifications, mailbox: Mailbox) -> None:
    # given
    mailbox.unknown["ada@example.com"] = "550 No such user here"
    # then
    with pytest.raises(NotificationRefused, match=r"^The mail server refused: 550 No such user here$"):
        await smtp.send(WELCOME)
    # given
    mailbox.unknown.clear()
    mailbox.answers.append("554 Looks like spam")
    # then
    with pytest.raises(NotificationRefused, match=r"^The mail server refused: 554 Looks like spam$"):
        await smtp.send(WELCOME)


async def test_a_server_that_is_busy_is_asked_again_later(smtp: SmtpNotifications, mailbox: Mailbox) -> None:
    # given
    mailbox.unknown["ada@example.com"] = "450 Mailbox busy"
    # then
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        await smtp.send(WELCOME)
    # given
    mailbox.unknown.clear()
    mailbox.answers.append("451 Try again")
    # then
    with pytest.raises(smtplib.SMTPDataError):
        await smtp.send(WELCOME)


async def test_a_login_is_used_and_a_wrong_one_reported(smtp: SmtpNotifications, mailbox: Mailbox) -> None:
    # given
    right = msgspec.structs.replace(smtp.options, username="shop", password=Secret("geheim"))
    wrong = msgspec.structs.replace(right, password=Secret("falsch"))
    # when
    await SmtpNotifications(right).send(WELCOME)
    with pytest.raises(smtplib.SMTPAuthenticationError) as refused:
        await SmtpNotifications(wrong).send(WELCOME)
    # then
    assert (mailbox.logins, len(mailbox.mails)) == (["shop"], 1)
    assert "falsch" not in f"{refused.value!r} {wrong!r}"


async def test_a_server_without_encryption_gets_nothing_when_encryption_is_asked(smtp: SmtpNotifications, mails: list[EmailMessage]) -> None:
    with pytest.raises(smtplib.SMTPNotSupportedError):
        await SmtpNotifications(msgspec.structs.replace(smtp.options, tls="starttls")).send(WELCOME)
    assert mails == []


def test_templates_are_found_in_the_shops_folder_wherever_its_process_was_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    shop, elsewhere = tmp_path / "shop", tmp_path / "elsewhere"
    for folder in (shop / "templates" / "email", elsewhere):
        folder.mkdir(parents=True)
    for name, text in (("welcome.subject.txt", "Hello"), ("welcome.txt", "Dear {{ name }}")):
        (shop / "templates" / "email" / name).write_text(text)
    (shop / "merx_config.py").write_text(CONFIG)
    monkeypatch.chdir(elsewhere)
    monkeypatch.setattr(sys, "path", [*sys.path])
    # when
    app = App(msgspec.structs.replace(base_config(shop), database_url="postgresql://nowhere/"))
    # then
    provider = app.providers.all(NotificationProvider)["smtp"]
    assert isinstance(provider, SmtpNotifications)
    assert provider.templates.render("welcome", {"name": "Ada"}) == Content(subject="Hello", text="Dear Ada")


CONFIG = """
from merx.framework.config import Config
from merx.framework.providers import Use

config = Config(
    packages=("merx.commerce.notification",),
    providers=(Use("merx.providers.notification_smtp:SmtpNotifications", options={"host": "mail.example.com", "sender": "shop@example.com"}),),
)
"""
