"""Who buys, and who works here."""

from tests.stories.conftest import PASSWORD
from tests.stories.contract import Json
from tests.stories.story.places import ADDRESS
from tests.stories.story.reader import Reader


async def know_people(shop: Reader, ids: Json) -> Json:
    """A customer with a login, in a group; an invitation. Gives the customer's headers."""
    login = {"email": "grace@example.com", "password": PASSWORD}
    admin = shop.client.headers.pop("authorization")
    token = (await shop.post("/auth/customer/emailpass/register", **login))["token"]
    made = (await shop.ask("POST", "/store/customers", {"email": login["email"], "first_name": "Grace"}, headers={"authorization": f"Bearer {token}"}))[
        "customer"
    ]
    headers = {"authorization": f"Bearer {(await shop.post('/auth/customer/emailpass', **login))['token']}"}
    await shop.ask("POST", "/auth/token/refresh", headers=headers)
    await shop.ask("POST", "/auth/session", headers=headers)
    await shop.ask("DELETE", "/auth/session")
    await shop.ask("GET", "/store/customers/me", headers=headers)
    await shop.ask("POST", "/store/customers/me", {"last_name": "Hopper"}, headers=headers)
    for name in ("own_address", "other_address"):
        whole = (await shop.ask("POST", "/store/customers/me/addresses", ADDRESS, headers=headers))["customer"]
        ids[name] = whole["addresses"][-1]["id"]
    at = f"/store/customers/me/addresses/{ids['own_address']}"
    await shop.ask("POST", at, {"city": "Bonn", "is_default_shipping": True}, headers=headers)
    await shop.ask("GET", at, headers=headers)
    await shop.ask("GET", "/store/customers/me/addresses", headers=headers)
    await shop.post("/auth/customer/emailpass/reset-password", identifier=login["email"])
    shop.client.headers["authorization"] = admin
    ids["customer"] = made["id"]
    ids["group"] = (await shop.make("/admin/customer-groups", "customer_group", name="Friends"))["id"]
    await shop.post(f"/admin/customer-groups/{ids['group']}", name="Good friends")
    await shop.post(f"/admin/customer-groups/{ids['group']}/customers", add=[ids["customer"]])
    other = (await shop.make("/admin/customers", "customer", email="kurt@example.com", first_name="Kurt"))["id"]
    await shop.post(f"/admin/customers/{other}", company_name="Proofs")
    await shop.post(f"/admin/customers/{other}/customer-groups", add=[ids["group"]])
    whole = await shop.make(f"/admin/customers/{other}/addresses?fields=*addresses", "customer", **ADDRESS)
    ids |= {"other_customer": other, "customer_address": whole["addresses"][0]["id"]}
    await shop.post(f"/admin/customers/{other}/addresses/{ids['customer_address']}", city="Hamburg")
    await invite(shop, ids)
    return headers


async def invite(shop: Reader, ids: Json) -> None:
    """One invitation that is accepted, one that lies in the post."""
    login = {"email": "kay@example.com", "password": PASSWORD}
    sent = (await shop.make("/admin/invites", "invite", email=login["email"]))["id"]
    token = (await shop.post(f"/admin/invites/{sent}/resend"))["invite"]["token"]
    stranger = {"authorization": f"Bearer {(await shop.post('/auth/user/emailpass/register', **login))['token']}"}
    body = {"email": login["email"], "first_name": "Kay"}
    ids["user"] = (await shop.ask("POST", f"/admin/invites/accept?token={token}", body, headers=stranger))["user"]["id"]
    await shop.post(f"/admin/users/{ids['user']}", last_name="McNulty")
    reset = (await shop.post(f"/admin/users/{ids['user']}/reset-password"))["token"]
    await shop.ask("POST", "/auth/user/emailpass/update", {"password": PASSWORD}, headers={"authorization": f"Bearer {reset}"})
    ids["invite"] = (await shop.make("/admin/invites", "invite", email="jean@example.com"))["id"]
