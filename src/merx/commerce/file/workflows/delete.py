"""Forget files."""

from collections.abc import Sequence

from merx.commerce.file.ids import is_file_id
from merx.commerce.file.providers import provider_of
from merx.framework.scope import Scope
from merx.framework.workflows import step


@step("file.delete", external=True, retries=2)
async def delete_files(scope: Scope, ids: Sequence[str]) -> None:
    """Delete the files; ids of nothing are no error. There is no way back, so in a durable run let it be the last step."""
    await provider_of(scope.app).delete([each for each in ids if is_file_id(each)])
