"""A rate: so many in so many seconds."""

import msgspec

from merx.framework.errors import Misconfigured


class Rate(msgspec.Struct, frozen=True):
    """`Rate(10, per=60)`: ten at once, and ten in each minute. Raises `Misconfigured` for what is no rate."""

    times: int
    per: float = 60.0
    """Seconds."""

    def __post_init__(self) -> None:
        if self.times < 1 or self.per <= 0:
            raise Misconfigured(f"{self}: a rate is at least 1 in more than 0 seconds. To close a route to somebody, give it another audience.")

    @property
    def pause(self) -> float:
        """Seconds until one more is free."""
        return self.per / self.times
