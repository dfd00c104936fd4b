"""The OpenAPI document tells the whole API, and nothing that can be made up from it breaks the shop."""

import asyncio
import contextlib
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, reject, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from merx.framework.http import ADMIN
from merx.framework.http.routes import Route
from merx.framework.http.server import resolve
from tests.stories.conftest import World
from tests.stories.nonsense import Operation, operations

EXAMPLES = 3
"""Of each operation, mode and run: made up anew from a fixed seed, so that a failure comes back."""

OURS = ("authorization", "x-publishable-api-key", "cookie", "user-agent")
"""Headers that stay as the client's own: who asks is not what is tried here."""

ENDS_THE_SESSION = ("DELETE", "/auth/session")


async def test_the_document_is_valid_and_tells_every_route(world: World) -> None:
    # given
    routes = [route for route in resolve(world.app.found("api", Route)) if not route.hidden]
    # when
    schema = schemathesis.openapi.from_dict(world.document)
    schema.validate()
    # then
    told = {(operation.method, operation.path) for operation in operations(world.document, {})}
    assert told == {(route.method, route.path) for route in routes}
    assert len(told) > 200


async def test_every_operation_says_who_may_call_it(world: World) -> None:
    routes = {(route.method, route.path): route for route in resolve(world.app.found("api", Route))}
    for path, methods in world.document["paths"].items():
        for method, told in methods.items():
            audience = routes[method.upper(), path].audience
            schemes = {name for way in told["security"] for name in way}
            assert ({} in told["security"]) == (not audience.required and not audience.publishable_key), (method, path)
            assert ("publishable_key" in schemes) == audience.publishable_key, (method, path)
            assert schemes <= set(world.document["components"]["securitySchemes"])
            if audience == ADMIN:
                assert told["security"] == [{"secret_key": []}, {"session": []}, {"bearer": []}], (method, path)


class Trial:
    """Asks `world` what schemathesis makes up, from the thread that hypothesis needs for itself, and keeps count."""

    def __init__(self, world: World, mode: GenerationMode) -> None:
        self.world = world
        self.mode = mode
        self.loop = asyncio.get_running_loop()
        self.asked = 0
        self.broken: list[str] = []

    def operations(self, prefix: str) -> None:
        known = {(each.method, each.path): each for each in operations(self.world.document, self.world.ids)}
        for found in schemathesis.openapi.from_dict(self.world.document).get_all_operations():
            made = found.ok()
            operation = known[made.method.upper(), made.path]
            if made.path.startswith(prefix) and (operation.method, operation.path) != ENDS_THE_SESSION:
                with contextlib.suppress(Unsatisfiable):  # a route that takes nothing cannot be asked wrongly
                    self.operation(made, operation)

    def operation(self, made: Any, operation: Operation) -> None:
        @seed(1)
        @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(case=made.as_strategy(generation_mode=self.mode))
        def each_answer_is_no_server_error(case: schemathesis.Case) -> None:
            answer = self.ask(case, operation)
            if answer.status_code >= 500:
                self.broken.append(f"{answer.status_code} {answer.request.method} {answer.request.url} {answer.request.content[:500]!r}")

        each_answer_is_no_server_error()

    def ask(self, case: schemathesis.Case, operation: Operation) -> httpx.Response:
        self.asked += 1
        sent: dict[str, Any] = case.as_transport_kwargs(base_url="http://testserver")
        headers = {name: value for name, value in dict(sent["headers"]).items() if name.lower() not in OURS}
        body = {"json": sent["json"]} if "json" in sent else {}
        # Every other request is about things that exist: behind an id of nothing, little can break.
        url = sent["url"] if self.asked % 2 else operation.url()
        request = self.world.client.request(operation.method, url, params=sent.get("params"), headers=headers, **body)
        try:
            return asyncio.run_coroutine_threadsafe(request, self.loop).result()
        except httpx.InvalidURL:  # longer than 64 kB: neither httpx sends it nor does the server read it
            reject()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("prefix", ["/admin/", "/store/", "/auth/"])
async def test_nothing_made_up_from_the_document_breaks_the_shop(world: World, prefix: str, mode: GenerationMode) -> None:
    # given
    trial = Trial(world, mode)
    # when
    await asyncio.to_thread(trial.operations, prefix)
    # then
    assert not trial.broken, "\n".join(trial.broken)
    assert trial.asked > len([path for path in world.document["paths"] if path.startswith(prefix)])
