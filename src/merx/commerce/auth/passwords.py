"""Passwords: hashed with argon2id as OWASP recommends, in a thread, because a hash takes some 20 ms of a core."""

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_hasher: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # memory in KiB

NOBODYS: Final = "$argon2id$v=19$m=19456,t=2,p=1$oZD6wUKlgpGBwUu6Dy6LMQ$z/T3S/eko6kZACVJhclO0t9QQAHRh1eV8jk41yqY5M0"
"""The hash of a password that nobody has: checking against it takes the time that checking a real one takes."""


async def hashed(password: str) -> str:
    """What to keep of `password`: salt, parameters and hash in one text."""
    return await asyncio.to_thread(_hasher.hash, password)


async def fits(password: str, kept: str | None) -> bool:
    """Whether `password` is the one that was kept. False where none was, after the same time."""
    return await asyncio.to_thread(_fits, password, kept or NOBODYS) and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def _fits(password: str, kept: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except VerificationError:
        return False
