from merx.framework.http import Body, additional_data


class CartExtras(Body):
    gift_message: str
    layers: int = 1


class CustomerExtras(Body):
    loyalty_number: str


class ProductExtras(Body):
    grower: str


cart_extras = additional_data("/store/carts", CartExtras)
cart_changes = additional_data("/store/carts/{id}", CartExtras)
customer_extras = additional_data("/admin/customers", CustomerExtras)
product_extras = additional_data("/admin/products", ProductExtras)
product_changes = additional_data("/admin/products/{id}", ProductExtras)


class Note(Body):
    note: str


NOTED = (
    *("/admin/products/{id}/variants", "/admin/products/{id}/variants/{variant_id}", "/admin/collections", "/admin/collections/{id}"),
    *("/admin/product-categories", "/admin/product-categories/{id}", "/admin/promotions", "/admin/promotions/{id}", "/admin/campaigns"),
    *(
        "/admin/tax-regions",
        "/admin/campaigns/{id}",
        "/admin/customers/{id}",
        "/admin/customers/{id}/addresses",
        "/admin/customers/{id}/addresses/{address_id}",
    ),
)
globals().update({f"note_{number}": additional_data(path, Note) for number, path in enumerate(NOTED)})
