"""Whoever keeps files: in a durable run that may go wrong later, and in a transaction, where it is refused."""

from merx.commerce.file.workflows import NewFile, StoredFile, upload_files
from merx.framework.errors import NotAllowed
from merx.framework.scope import Scope
from merx.framework.workflows import step, workflow


@step("shop.have_second_thoughts", external=True)
async def have_second_thoughts(scope: Scope, *, fails: bool) -> None:
    del scope
    if fails:
        raise NotAllowed("On second thought")


@workflow("shop.publish", durable=True)
async def publish(scope: Scope, names: list[str], *, fails: bool = False) -> list[StoredFile]:
    kept = await upload_files(scope, [NewFile(name, "text/plain", name.encode(), "private") for name in names])
    await have_second_thoughts(scope, fails=fails)
    return kept


@workflow("shop.publish_at_once")
async def publish_at_once(scope: Scope, name: str) -> list[StoredFile]:
    return await upload_files(scope, [NewFile(name, "text/plain", b"x")])
