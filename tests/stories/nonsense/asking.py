"""A request that makes no sense, and whether the answer to it is what it must be."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import httpx

from tests.stories.nonsense.document import JSON

BAD_REQUEST = 400
REFUSED = frozenset({BAD_REQUEST})


class Wrong(NamedTuple):
    """A request, and what must come of it: a status (any below 500 if None), and a message that holds `says`."""

    what: str
    method: str
    url: str
    content: bytes | None = None
    content_type: str = JSON
    status: frozenset[int] | None = None
    says: str = ""

    @property
    def is_hopeless(self) -> bool:
        """Whether nothing can come of it but a refusal."""
        return self.status is not None and min(self.status) >= BAD_REQUEST


async def ask(client: httpx.AsyncClient, wrong: Wrong, headers: Mapping[str, str] | None = None) -> httpx.Response:
    sent = {name: value.encode("latin-1") for name, value in {**(headers or {}), "content-type": wrong.content_type}.items()}
    if wrong.content is None:
        del sent["content-type"]
    return await client.request(wrong.method, wrong.url, content=wrong.content, headers=sent)


async def faults(client: httpx.AsyncClient, requests: Iterable[Wrong]) -> list[str]:
    """Ask all of it; one line for each answer that is not what it must be."""
    found: list[str] = []
    for wrong in requests:
        answer = await ask(client, wrong)
        fault = _fault(wrong, answer)
        if fault is not None:
            found.append(f"{wrong.method} {wrong.url.partition('?')[0]} with {wrong.what}: {fault}: {answer.status_code} {answer.text[:200]}")
    return found


_HTML = re.compile(r"<pre>Cannot [A-Z]+ /")


def _fault(wrong: Wrong, answer: httpx.Response) -> str | None:
    if answer.status_code >= 500:
        return "a server error"
    if wrong.status is not None and answer.status_code not in wrong.status:
        return f"not {sorted(wrong.status)}"
    if answer.status_code < 400 or (answer.status_code == 404 and _HTML.search(answer.text)):
        return None
    try:
        body = answer.json()
    except ValueError:
        return "no JSON"
    if not isinstance(body.get("message"), str) or not body["message"]:
        return "no message"
    if "type" not in body and "errors" not in body and answer.status_code != 401:
        return "no type"
    return None if answer.status_code not in (400, 422) or _names(body["message"], wrong.says) else f"'{wrong.says}' is not named"


def _names(message: str, field: str) -> bool:
    """Whether `message` speaks of `field`: `sales_channel_id` may be called a sales channel."""
    return field in message or field.removesuffix("_id").replace("_", " ").lower() in message.lower()
