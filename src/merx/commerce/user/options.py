"""What a shop sets about its people."""

from typing import Annotated

from msgspec import Meta

from merx.framework.options import Options


class UserOptions(Options):
    """`Config(modules={"user": {"invite_hours": 72}})`: an invitation is good for `invite_hours`."""

    invite_hours: Annotated[float, Meta(gt=0)] = 24
