"""E-mail over SMTP, written with Jinja2 templates of the shop.

    Config(providers=(Use("merx.providers.notification_smtp:SmtpNotifications", options={"host": "mail.example.com", "sender": "shop@example.com"}),))

`templates/email/order-placed.subject.txt`, `.txt` and `.html` are the template `order-placed`; subject and one of the other two are
needed. A template sees the notification's `data` by its names; what it names and `data` lacks is an error, not an empty place.
"""

from merx.providers.notification_smtp.provider import SmtpNotifications, SmtpOptions

__all__ = ["SmtpNotifications", "SmtpOptions"]
