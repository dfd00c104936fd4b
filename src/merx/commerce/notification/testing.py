"""What every notification provider must do, as tests to inherit:

    class TestPigeon(NotificationProviderContract):
        @pytest.fixture
        def provider(self) -> Pigeon: ...

        @pytest.fixture
        def address(self) -> str: ...                            # where it can reach somebody

        @pytest.fixture
        def template(self) -> str: ...                           # one that reads `data["name"]`

        async def arrived(self) -> list[str]: ...                # what arrived there so far, as text

A provider that cannot tell two tries apart (nobody on the other side reads its `key`) leaves `knows_its_keys` at False.
"""

from abc import abstractmethod

import msgspec

from merx.commerce.notification.providers import NotificationProvider
from merx.commerce.notification.schemas import OutgoingNotification, Sent


class NotificationProviderContract:
    """Inherit it as `TestYourProvider`, with the fixtures and the method that the module's docstring names."""

    knows_its_keys = False

    @abstractmethod
    async def arrived(self) -> list[str]:
        """The messages that arrived since the test began, each as text."""

    def outgoing(self, provider: NotificationProvider, address: str, template: str, name: str, key: str = "noti_1") -> OutgoingNotification:
        return OutgoingNotification(key=key, to=address, channel=provider.channels[0], template=template, data={"name": name})

    def test_it_has_an_id_a_name_and_channels(self, provider: NotificationProvider) -> None:
        assert provider.id
        assert provider.name
        assert provider.channels
        assert len(set(provider.channels)) == len(provider.channels)

    async def test_what_is_sent_arrives_with_its_data(self, provider: NotificationProvider, address: str, template: str) -> None:
        sent = await provider.send(self.outgoing(provider, address, template, "Ada"))
        (message,) = await self.arrived()
        assert msgspec.json.decode(msgspec.json.encode(sent), type=Sent) == sent  # it is kept
        assert "Ada" in message

    async def test_two_notifications_are_two_messages(self, provider: NotificationProvider, address: str, template: str) -> None:
        for key, name in (("noti_1", "Ada"), ("noti_2", "Grace")):
            await provider.send(self.outgoing(provider, address, template, name, key))
        first, second = await self.arrived()
        assert "Ada" in first
        assert "Grace" in second

    async def test_the_same_key_again_is_the_same_to_the_other_side(self, provider: NotificationProvider, address: str, template: str) -> None:
        sent = [await provider.send(self.outgoing(provider, address, template, "Ada")) for _ in range(2)]
        assert sent[0].external_id == sent[1].external_id
        assert len(await self.arrived()) == (1 if self.knows_its_keys else 2)

    async def test_nothing_of_the_receivers_text_is_taken_for_a_command(self, provider: NotificationProvider, address: str, template: str) -> None:
        await provider.send(self.outgoing(provider, address, template, "{{ 1 + 1 }} <b>\r\n.\r\nBcc: x@example.com"))
        (message,) = await self.arrived()
        assert "{{ 1 + 1 }}" in message
