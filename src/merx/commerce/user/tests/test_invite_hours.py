"""A shop that gives the invited three days."""

from datetime import timedelta

import pytest

from merx.commerce.user import Invite, UserService
from merx.commerce.user.workflows import create_invite, resend_invite
from merx.framework.app import App
from merx.framework.config import COMMERCE, Config
from merx.framework.http import tokens
from merx.framework.scope import Scope

LASTING = timedelta(hours=72)


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=(COMMERCE,), modules={"user": {"invite_hours": 72}})


async def test_an_invitation_is_good_for_as_long_as_the_shop_says(app: App, scope: Scope) -> None:
    # when
    sent = await create_invite(scope, "new@example.com")
    await resend_invite(scope, sent.id)
    resent = await scope[UserService].invites.retrieve(sent.id)
    # then
    assert sent.expires_at - sent.created_at == pytest.approx(LASTING, abs=timedelta(seconds=5))
    assert resent.expires_at - sent.expires_at == pytest.approx(timedelta(0), abs=timedelta(seconds=5))
    assert [_lasting(app, each) for each in (sent, resent)] == [LASTING, LASTING]


def _lasting(app: App, invite: Invite) -> timedelta:
    claims = tokens.read(app.config, invite.token, purpose="invite")
    assert claims is not None
    return timedelta(seconds=claims["exp"] - claims["iat"])
