"""Letters go over a socket, and are kept as they came."""

import smtplib
from email.message import EmailMessage

import pytest

from merx.framework.testing.mail import MailServer


def letter(to: str, subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "shop@example.com", to, subject
    message.set_content("Grüße\nvon uns\n")
    message.add_alternative("<p>Grüße</p>", subtype="html")
    return message


async def test_what_is_sent_is_kept(mail: MailServer) -> None:
    # when
    with smtplib.SMTP(mail.host, mail.port) as server:
        server.send_message(letter("ada@example.com", "Schöne Tassen"), to_addrs=["ada@example.com", "copy@example.com"])
        server.send_message(letter("grace@example.com", "Kannen"))
    # then
    found = await mail.wait_for("ada@example.com")
    assert (found.sender, found.recipients, found.subject) == ("shop@example.com", ["ada@example.com", "copy@example.com"], "Schöne Tassen")
    assert (found.text, found.html) == ("Grüße\nvon uns", "<p>Grüße</p>")
    assert [each.subject for each in mail.messages] == ["Schöne Tassen", "Kannen"]
    assert mail.sent_to("copy@example.com") == [found]


async def test_what_is_not_sent_is_missed(mail: MailServer) -> None:
    with smtplib.SMTP(mail.host, mail.port) as server:
        server.send_message(letter("grace@example.com", "Kannen"))
    with pytest.raises(AssertionError) as missed:
        await mail.wait_for("ada@example.com", timeout=0.05)
    assert str(missed.value) == "nothing came for ada@example.com within 0.05 seconds, only: 'Kannen' to grace@example.com"
