"""The shop's settings. Environment variables (`MERX_*`) win over what stands here."""

import os
from pathlib import Path

from merx.framework.config import Config
from merx.framework.providers import Use

TEMPLATES = Path(__file__).parent / "templates" / "email"


def smtp(host: str, port: int, tls: str = "starttls") -> Use:
    """Mail goes out through this server."""
    options = {"host": host, "port": port, "tls": tls, "sender": "shop@example.com", "templates": TEMPLATES}
    return Use("merx.providers.notification_smtp:SmtpNotifications", options=options)


# Without a mail server, notifications are written to the log.
config = Config(providers=(smtp(os.environ["SMTP_HOST"], 587),) if "SMTP_HOST" in os.environ else ())
