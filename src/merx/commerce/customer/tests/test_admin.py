"""Customers and groups as administrators see them."""

from typing import Any

import httpx
import pytest

from merx.commerce.auth import AuthService
from merx.commerce.auth.workflows import create_login
from merx.commerce.customer.workflows import create_customer
from merx.framework.scope import Scope


async def made(admin: httpx.AsyncClient, email: str = "ada@example.com", **more: Any) -> dict[str, Any]:
    answer = await admin.post("/admin/customers", json={"email": email, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["customer"]


async def group(admin: httpx.AsyncClient, name: str = "VIP") -> dict[str, Any]:
    answer = await admin.post("/admin/customer-groups", json={"name": name})
    assert answer.status_code == 200, answer.text
    return answer.json()["customer_group"]


async def test_a_customer_is_made_and_changed(admin: httpx.AsyncClient) -> None:
    # when
    customer = await made(admin, first_name="Ada", metadata={"a": 1}, additional_data={"x": 1})
    changed = await admin.post(f"/admin/customers/{customer['id']}", json={"phone": "1", "email": "Lady@example.com", "metadata": {"a": ""}})
    # then
    assert (customer["email"], customer["first_name"], customer["has_account"], customer["created_by"]) == ("ada@example.com", "Ada", False, "user_admin")
    found = changed.json()["customer"]
    assert (found["email"], found["first_name"], found["phone"], found["metadata"]) == ("lady@example.com", "Ada", "1", {})


async def test_an_address_is_one_guests_and_one_accounts(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    await made(admin)
    other = await made(admin, "bob@example.com")
    account = await create_customer(scope, {"email": "ada@example.com"}, has_account=True)
    # when
    twice = await admin.post("/admin/customers", json={"email": "ADA@example.com"})
    moved = await admin.post(f"/admin/customers/{other['id']}", json={"email": "ada@example.com"})
    same = await admin.post(f"/admin/customers/{account.id}", json={"email": "ada@example.com"})
    # then
    for refused in (twice, moved):
        assert (refused.status_code, refused.json()["message"]) == (400, "Customer with email: ada@example.com, has_account: false, already exists.")
    assert same.status_code == 200


async def test_customers_are_found_by_every_filter(admin: httpx.AsyncClient) -> None:
    # given
    ada, bob = await made(admin, first_name="Ada"), await made(admin, "bob@example.com")
    vip = await group(admin)
    await admin.post(f"/admin/customer-groups/{vip['id']}/customers", json={"add": [ada["id"]]})
    queries = {
        "email=bob@example.com": [bob],
        "email[]=bob@example.com,ada@example.com": [ada, bob],
        f"id[$in][]={bob['id']}": [bob],
        f"groups={vip['id']}": [ada],
        f"groups[]={vip['id']}": [ada],
        "groups[name]=VIP": [ada],
        "has_account=true": [],
        "q=ada": [ada],
        "$or[0][email]=bob@example.com&$or[1][first_name]=Ada": [ada, bob],
        "created_at[$gt]=2020-01-01T00:00:00Z&order=-email": [bob, ada],
        "limit=0": [],
    }
    # when
    answers = {query: (await admin.get(f"/admin/customers?{query}")) for query in queries}
    # then
    found = {query: [each["email"] for each in answer.json()["customers"]] for query, answer in answers.items()}
    assert found == {query: [each["email"] for each in wanted] for query, wanted in queries.items()}
    assert (await admin.get("/admin/customers?foo=1")).json()["message"] == "Invalid request: Unrecognized fields: 'foo'"


async def test_a_deleted_customer_logs_in_as_nobody(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    customer = await made(admin)
    await create_login(scope, "customer", "ada@example.com", "secret", customer["id"])
    path = f"/admin/customers/{customer['id']}"
    # when
    answers = [await admin.delete(path), await admin.delete(path), await admin.delete("/admin/customers/cus_x")]
    # then
    assert [answer.json()["deleted"] for answer in answers] == [True, True, True]
    assert [each.app_metadata for each in await scope[AuthService].identities.list()] == [{}]
    missing = await admin.get(path)
    assert (missing.status_code, missing.json()["message"]) == (404, f"Customer with id: {customer['id']} not found")
    assert (await made(admin))["id"] != customer["id"]


async def test_addresses_are_the_customers_own(admin: httpx.AsyncClient) -> None:
    # given
    ada, bob = await made(admin), await made(admin, "bob@example.com")
    path = f"/admin/customers/{ada['id']}/addresses"
    # when
    added = await admin.post(f"{path}?fields=*addresses", json={"address_name": "Home", "city": "London", "is_default_billing": True})
    (address,) = added.json()["customer"]["addresses"]
    changed = await admin.post(f"{path}/{address['id']}?fields=*addresses", json={"city": "Paris"})
    listed = (await admin.get(f"{path}?city=Paris")).json()
    foreign = await admin.get(f"/admin/customers/{bob['id']}/addresses/{address['id']}")
    gone = await admin.delete(f"{path}/{address['id']}?fields=*addresses")
    # then
    assert changed.json()["customer"]["addresses"][0]["city"] == "Paris"
    assert (listed["count"], listed["addresses"][0]["address_name"]) == (1, "Home")
    assert foreign.status_code == 404
    assert (gone.json()["id"], gone.json()["object"], gone.json()["deleted"]) == (address["id"], "customer_address", True)
    assert gone.json()["parent"]["addresses"] == []


async def test_customers_join_and_leave_groups_from_either_side(admin: httpx.AsyncClient) -> None:
    # given
    ada, bob = await made(admin), await made(admin, "bob@example.com")
    vip, staff = await group(admin), await group(admin, "Staff")
    # when
    await admin.post(f"/admin/customer-groups/{vip['id']}/customers", json={"add": [ada["id"], bob["id"], ada["id"]]})
    await admin.post(f"/admin/customer-groups/{vip['id']}/customers", json={"add": [ada["id"]], "remove": [bob["id"]]})
    answer = await admin.post(f"/admin/customers/{ada['id']}/customer-groups?fields=groups.name", json={"add": [staff["id"]]})
    listed = (await admin.get("/admin/customer-groups?fields=name,customers.email&order=name")).json()["customer_groups"]
    # then
    assert sorted(each["name"] for each in answer.json()["customer"]["groups"]) == ["Staff", "VIP"]
    assert [(each["name"], [member["email"] for member in each["customers"]]) for each in listed] == [
        ("Staff", ["ada@example.com"]),
        ("VIP", ["ada@example.com"]),
    ]


async def test_a_group_is_renamed_and_deleted(admin: httpx.AsyncClient) -> None:
    # given
    vip = await group(admin)
    path = f"/admin/customer-groups/{vip['id']}"
    # when
    renamed = await admin.post(path, json={"name": "Friends"})
    taken = await admin.post("/admin/customer-groups", json={"name": "Friends"})
    gone = await admin.delete(path)
    # then
    assert renamed.json()["customer_group"]["name"] == "Friends"
    assert (taken.status_code, taken.json()["message"]) == (400, "Customer group with name: Friends, already exists.")
    assert gone.json() == {"id": vip["id"], "object": "customer_group", "deleted": True}
    assert (await admin.get(path)).json()["message"] == f"Customer group with id: {vip['id']} not found"


UNKNOWN = [
    ("/admin/customer-groups/cusgroup_x", {"name": "x"}, "Customer group with id: cusgroup_x was not found"),
    ("/admin/customer-groups/cusgroup_x/customers", {"add": []}, "Customer group with id: cusgroup_x was not found"),
    ("/admin/customers/cus_x", {"phone": "1"}, "Customer with id: cus_x was not found"),
    ("/admin/customers/cus_x/customer-groups", {"add": []}, "Customer with id: cus_x was not found"),
    ("/admin/customers/cus_x/addresses", {"city": "x"}, "Customer with id: cus_x was not found"),
]


@pytest.mark.parametrize(("path", "body", "message"), UNKNOWN)
async def test_what_does_not_exist_is_a_404(admin: httpx.AsyncClient, path: str, body: dict[str, Any], message: str) -> None:
    answer = await admin.post(path, json=body)
    assert (answer.status_code, answer.json()) == (404, {"type": "not_found", "message": message})


async def test_groups_and_customers_find_each_other_also_inside_alternatives(admin: httpx.AsyncClient) -> None:
    # given
    ada, kurt = [(await admin.post("/admin/customers", json={"email": f"{name}@example.com"})).json()["customer"]["id"] for name in ("ada", "kurt")]
    friends, others = [(await admin.post("/admin/customer-groups", json={"name": name})).json()["customer_group"]["id"] for name in ("Friends", "Others")]
    await admin.post(f"/admin/customer-groups/{friends}/customers", json={"add": [ada]})
    home = {"city": "Berlin", "is_default_shipping": True}
    whole = await admin.post(f"/admin/customers/{ada}/addresses?fields=*addresses", json=home)
    address = whole.json()["customer"]["addresses"][0]["id"]
    for url, expected in (
        (f"/admin/customers?$or[0][groups]={friends}", [ada]),
        (f"/admin/customers?$or[0][groups][name]=Friends&$or[1][id]={kurt}", [ada, kurt]),
        (f"/admin/customers?groups[]={others}", []),
        (f"/admin/customer-groups?customers[default_shipping_address_id]={address}", [friends]),
        (f"/admin/customer-groups?customers[default_billing_address_id]={address}", []),
        (f"/admin/customer-groups?$and[0][customers][email]=ada@example.com&$and[1][customers]={ada}", [friends]),
        (f"/admin/customer-groups?customers[email][$like]=%25kurt%25&customers[default_shipping_address_id]={address}", []),
    ):
        # when
        answer = await admin.get(url)
        # then
        assert answer.status_code == 200, answer.text
        assert [each["id"] for each in next(each for each in answer.json().values() if isinstance(each, list))] == expected, url
