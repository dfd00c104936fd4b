"""The provider that logs."""

import logging

import pytest

from merx.commerce.notification import OutgoingNotification, Sent
from merx.commerce.notification.testing import NotificationProviderContract
from merx.providers.notification_log import LogNotifications, log


class TestLog(NotificationProviderContract):
    @pytest.fixture(autouse=True)
    def _listening(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.INFO, "merx.providers.notification_log")
        self.caplog = caplog

    @pytest.fixture
    def provider(self) -> LogNotifications:
        return log

    @pytest.fixture
    def address(self) -> str:
        return "customer@gmail.com"

    @pytest.fixture
    def template(self) -> str:
        return "variant-restock"

    async def arrived(self) -> list[str]:
        return self.caplog.messages

    async def test_it_says_to_whom_over_what_and_with_which_data(self) -> None:
        told = OutgoingNotification(
            key="noti_1", to="customer@gmail.com", channel="email", template="variant-restock", data={"variant": {"id": "variant_01JE3H6WHFMJ2WS64RM2MV1CJ6"}}
        )
        assert await log.send(told) == Sent(external_id=None)
        (line,) = self.caplog.messages
        assert line == (
            "Attempting to send a notification to: 'customer@gmail.com' on the channel: 'email' "
            'with template: \'variant-restock\' and data: \'{"variant":{"id":"variant_01JE3H6WHFMJ2WS64RM2MV1CJ6"}}\''
        )
