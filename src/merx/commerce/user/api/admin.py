"""The people who run the shop, as they see each other."""

from typing import Any

from merx.commerce.user.workflows import delete_user, providers_of_user, reset_password_of_user, update_user
from merx.framework.errors import NotFound
from merx.framework.http import UNSET, AdminScope, Answer, Body, FieldParams, Fields, ListParams, Operators, Unset, changes, delete, deleted, get, post
from merx.framework.http.naming import of

USER = Fields("user", key="user", plural="users", defaults=of("", "id first_name last_name email avatar_url metadata created_at updated_at deleted_at"))


class UserParams(ListParams):
    id: str | list[str] | Unset = UNSET
    email: str | None | Unset = UNSET
    first_name: str | None | Unset = UNSET
    last_name: str | None | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class UpdateUser(Body):
    first_name: str | None | Unset = UNSET
    last_name: str | None | Unset = UNSET
    avatar_url: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


@get("/admin/users/me")
async def me(scope: AdminScope, query: FieldParams) -> Answer:
    if scope.user_id is None:
        raise NotFound("User ID not found")
    return await USER.one(scope, scope.user_id, query)


@get("/admin/users")
async def list_users(scope: AdminScope, query: UserParams) -> Answer:
    return await USER.page(scope, query)


@get("/admin/users/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await USER.one(scope, id, query)


@post("/admin/users/{id}")
async def update(scope: AdminScope, id: str, data: UpdateUser, query: FieldParams) -> Answer:
    await update_user(scope, id, changes(data))
    return await USER.one(scope, id, query)


@get("/admin/users/{id}/auth-providers")
async def auth_providers(scope: AdminScope, id: str) -> dict[str, list[str]]:
    return {"providers": await providers_of_user(scope, id)}


@post("/admin/users/{id}/reset-password", secret=True)
async def reset_password(scope: AdminScope, id: str) -> dict[str, str]:
    return {"token": await reset_password_of_user(scope, id)}


@delete("/admin/users/{id}")
async def remove(scope: AdminScope, id: str) -> Answer:
    await delete_user(scope, id)
    return deleted(id, "user")
