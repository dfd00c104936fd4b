"""Whatever is sent, the shop answers: a refusal that says what is wrong, never a server error."""

from collections.abc import Callable, Iterator

import pytest

from tests.stories.conftest import World
from tests.stories.nonsense import Operation, Wrong, faults, operations, wrong_bodies, wrong_fields, wrong_filters, wrong_ids, wrong_pages, wrong_values


@pytest.mark.parametrize("wrong", [wrong_ids, wrong_pages, wrong_fields, wrong_filters, wrong_bodies, wrong_values])
async def test_every_route_refuses_nonsense_in_words(world: World, wrong: Callable[[Operation], Iterator[Wrong]]) -> None:
    # given
    asked = [request for operation in operations(world.document, world.ids) for request in wrong(operation)]
    assert len(asked) > 100
    # when
    found = await faults(world.client, asked)
    # then
    assert not found, "\n".join(found)
