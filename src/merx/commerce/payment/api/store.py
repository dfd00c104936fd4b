"""How shoppers pay."""

from merx.commerce.payment.api.fields import STORE_PAYMENT_COLLECTION, STORE_PAYMENT_PROVIDER
from merx.commerce.payment.api.schemas import CreateCollection, CreateSession, StoreProviderParams
from merx.commerce.payment.workflows import create_payment_collection, create_payment_session
from merx.framework.http import Answer, FieldParams, StoreScope, get, post


@get("/store/payment-providers")
async def list_providers(scope: StoreScope, query: StoreProviderParams) -> Answer:
    return await STORE_PAYMENT_PROVIDER.page(scope, query, filters={"regions.id": query.region_id, "is_enabled": True})


@post("/store/payment-collections")
async def create_collection(scope: StoreScope, data: CreateCollection, query: FieldParams) -> Answer:
    collection = await create_payment_collection(scope, data.cart_id)
    return await STORE_PAYMENT_COLLECTION.one(scope, collection.id, query)


@post("/store/payment-collections/{id}/payment-sessions")
async def create_session(scope: StoreScope, id: str, data: CreateSession, query: FieldParams) -> Answer:
    await create_payment_session(scope, id, data.provider_id, data.data)
    return await STORE_PAYMENT_COLLECTION.one(scope, id, query)
