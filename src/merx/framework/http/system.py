"""The routes that every shop has: is it up, is it ready, what can it do."""

import asyncio
from typing import TYPE_CHECKING

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - typed inside, unmarked

from merx.framework.data.migrations import pending
from merx.framework.http.answer import Answer
from merx.framework.http.openapi import Document
from merx.framework.http.routes import Route, get
from merx.framework.http.scopes import PublicScope

if TYPE_CHECKING:
    from merx.framework.app import App

READY_SECONDS = 2.0

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Merx API</title>
<style>body{margin:2rem auto;max-width:60rem;padding:0 1rem;font:16px/1.5 system-ui,sans-serif}summary{cursor:pointer;padding:.3rem 0}
code,pre{font:13px/1.4 ui-monospace,monospace}pre{overflow:auto;padding:.75rem;background:#8881;border-radius:.4rem}
b{display:inline-block;min-width:4.5rem}h2{margin:2rem 0 .5rem;font-size:1.1rem}</style></head>
<body><h1>API</h1><p>The whole document: <a href="/docs/openapi.json">openapi.json</a></p><main></main>
<script>
const element = (tag, text) => { const made = document.createElement(tag); if (text) made.textContent = text; return made };
fetch("/docs/openapi.json").then(answer => answer.json()).then(doc => {
  const main = document.querySelector("main"); let group = "";
  for (const [path, item] of Object.entries(doc.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (operation.tags[0] !== group) main.append(element("h2", group = operation.tags[0]));
      const details = element("details"), summary = element("summary");
      summary.append(element("b", method.toUpperCase()), element("code", path), " " + operation.summary);
      details.append(summary, element("pre", JSON.stringify(operation, null, 2))); main.append(details);
    }
  }
});
</script></body></html>
"""


def routes(app: "App", document: Document) -> list[Route]:
    """`/health`, `/ready`, `/docs` and `/docs/openapi.json`, for everyone."""

    @get("/health", audience="public", hidden=True)
    async def health() -> Answer:
        return Answer.text("OK")

    current: list[bool] = []

    @get("/ready", audience="public", hidden=True)
    async def ready(scope: PublicScope) -> Answer:
        missing = await _not_ready(app, scope, current)
        return Answer.json({"ready": missing is None, "reason": missing}, status=200 if missing is None else 503)

    @get("/docs", audience="public", hidden=True)
    async def docs() -> Answer:
        return Answer.html(_PAGE)

    @get("/docs/openapi.json", audience="public", hidden=True)
    async def openapi() -> Answer:
        return Answer(document.json())

    return [health, ready, docs, openapi]


async def _not_ready(app: "App", scope: PublicScope, current: list[bool]) -> str | None:
    try:
        async with asyncio.timeout(READY_SECONDS):
            await scope.value("SELECT 1")
            # Nobody takes migrations back under a running shop: once current is enough.
            if not current:
                missing = await pending(app)
                if missing:
                    return f"migrations are missing: {len(missing)}"
                current.append(True)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError, RuntimeError):
        return "the database does not answer"
    return None
