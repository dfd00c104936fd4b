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
