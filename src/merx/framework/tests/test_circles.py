"""Links whose files need each other: said as what it is, with the files on the way."""

from collections.abc import Callable

import pytest

from merx.framework.app import App
from merx.framework.errors import Misconfigured

from .conftest import Shops


def test_links_that_import_each_other_say_so(shops: Shops, app_of: Callable[..., App]) -> None:
    # given
    left = "from SHOP.links.right import second\nfirst = 1\n"
    right = "from SHOP.links.left import first\nsecond = 2\n"
    shop = shops.package({"links/left.py": left, "links/right.py": right})
    # when
    with pytest.raises(Misconfigured) as refused:
        _ = app_of(shop).graph
    # then
    said = str(refused.value)
    assert said.startswith("Files import each other in a circle: ")
    assert f"{shop}/links/left.py -> " in said
    assert f"{shop}/links/right.py: cannot import name 'first' from partially initialized module '{shop}.links.left'" in said
    assert said.endswith("Move what both need (models, for links) into a file of its own, and import that.")
