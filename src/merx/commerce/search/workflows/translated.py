"""What documents say in other languages: words to be found by, and words to be read."""

from collections.abc import Collection, Mapping, Sequence

from merx.commerce.translation import Translation
from merx.framework.query import View
from merx.framework.scope import Scope


class _Words(View, of=Translation):
    reference_id: str
    translations: dict[str, str]


async def translations_of(scope: Scope, ids: Collection[str]) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """What stands in any language for these rows of whatever entity. Two statements, one in shops of one language."""
    if not ids or not await scope.query.graph("translation", fields=["id"], limit=1):
        return {}
    found: dict[str, list[Mapping[str, str]]] = {}
    for each in await scope.query.all(_Words, reference_id=sorted(ids)):
        found.setdefault(each.reference_id, []).append(each.translations)
    return found
