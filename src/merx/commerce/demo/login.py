"""The demo's admin, whose password is made once and kept for the next start."""

import os
import secrets
from pathlib import Path

import msgspec

EMAIL = "admin@example.com"
FILE = "demo_login.json"


class Login(msgspec.Struct, frozen=True, kw_only=True):
    email: str
    password: str

    @classmethod
    def new(cls) -> "Login":
        return cls(email=EMAIL, password=secrets.token_urlsafe(12))

    @classmethod
    def kept_in(cls, folder: Path) -> "Login | None":
        """None where nothing, or nothing whole, is kept."""
        try:
            return msgspec.json.decode((folder / FILE).read_bytes(), type=cls)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def keep_in(self, folder: Path) -> None:
        """For the owner's eyes only."""
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{FILE}.{os.getpid()}"
        descriptor = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(self))
        draft.replace(folder / FILE)
