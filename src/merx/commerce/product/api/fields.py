"""What the catalogue shows. The names are the HTTP API's; `of` spells them out."""

from functools import cache
from itertools import product as pairs

from merx.framework.http import Fields
from merx.framework.http.naming import of

_SIZES = "weight length height width"
_CUSTOMS = "hs_code origin_country mid_code material"
_TIMES = "created_at updated_at"
_SOLD = f"id title sku barcode ean upc thumbnail allow_backorder manage_inventory variant_rank product_id {_SIZES} {_CUSTOMS} {_TIMES}"
_DESCRIBED = f"id title subtitle description handle is_giftcard discountable thumbnail collection_id type_id {_SIZES} {_CUSTOMS} {_TIMES}"

_STORE_PRODUCT = (*of("", _DESCRIBED), "*type", "*collection", "*options", "*options.values", "*tags", "*images", "*variants", "*variants.options")
_STORE_PRODUCT_ALLOWED = (
    *of("", _DESCRIBED),
    *of("", "type collection options options.values tags images variants variants.options metadata categories status external_id deleted_at"),
    *of("variants", f"id title sku barcode ean upc {_SIZES} {_CUSTOMS} {_TIMES} deleted_at thumbnail images calculated_price inventory_quantity"),
    *of("variants", "manage_inventory allow_backorder prices inventory_items inventory_items.inventory_item_id inventory_items.required_quantity"),
    *of("variants", "inventory_items.inventory inventory_items.inventory.location_levels options.id options.value options.option"),
    *of("options", "id title is_exclusive values.id values.value"),
    *of("images", "id url rank"),
    *of("type", f"id value {_TIMES}"),
    *of("tags", f"id value {_TIMES}"),
    *of("collection", f"id title handle {_TIMES} deleted_at metadata"),
)
_BELOW = of("products", " ".join(_STORE_PRODUCT_ALLOWED))

STORE_PRODUCT = Fields("product", key="product", plural="products", defaults=_STORE_PRODUCT, allowed=_STORE_PRODUCT_ALLOWED, relations_limit=4)

_STORE_VARIANT = f"{_SOLD} metadata"
STORE_VARIANT = Fields(
    "product_variant",
    key="variant",
    plural="variants",
    defaults=(*of("", _STORE_VARIANT), "*options", "*images", *of("product", "id type_id")),
    allowed=(
        *of("", f"{_STORE_VARIANT} options images deleted_at calculated_price inventory_quantity"),
        *of("product", "id type_id"),
        *of("options", "id value"),
        *of("images", "id url rank"),
    ),
    title="Product variant",
)

_COLLECTION = f"id title handle external_id {_TIMES}"
STORE_COLLECTION = Fields(
    "product_collection",
    key="collection",
    plural="collections",
    defaults=of("", _COLLECTION),
    allowed=(*of("", f"{_COLLECTION} products metadata deleted_at"), *_BELOW),
    title="Collection",
)

_CATEGORY = f"id name description handle rank external_id parent_category_id {_TIMES}"
_NEXT = ("parent_category", "category_children")
_WALKS = [".".join(steps) for depth in (1, 2, 3) for steps in pairs(_NEXT, repeat=depth)]
STORE_CATEGORY = Fields(
    "product_category",
    key="product_category",
    plural="product_categories",
    defaults=(*of("", f"{_CATEGORY} metadata"), "*parent_category", "*category_children"),
    allowed=(
        *of("", f"{_CATEGORY} metadata deleted_at products products.title products.variants products.options products.images category_children.products.title"),
        *(path for walk in _WALKS for path in (walk, *of(walk, f"{_CATEGORY} deleted_at"))),
    ),
    title="Product category",
)

_LABEL = f"id value external_id {_TIMES} metadata"
STORE_TAG = Fields(
    "product_tag",
    key="product_tag",
    plural="product_tags",
    defaults=(*of("", _LABEL), "*products"),
    allowed=(*of("", f"{_LABEL} products"), *_BELOW),
    title="Product tag",
)
STORE_TYPE = Fields(
    "product_type",
    key="product_type",
    plural="product_types",
    defaults=(*of("", _LABEL), "*products"),
    allowed=(*of("", f"{_LABEL} products"), *_BELOW),
    title="Product type",
)

_OPTION = f"id title is_exclusive {_TIMES} metadata"
STORE_OPTION = Fields(
    "product_option",
    key="product_option",
    plural="product_options",
    defaults=(*of("", _OPTION), "values.*"),
    allowed=of("", f"{_OPTION} values values.id values.value"),
    title="Product option",
)

DEEPEST_TREE = 8
"""How far the whole tree above or below a category is shown."""


@cache
def tree(fields: Fields, *, ancestors: bool, descendants: bool) -> Fields:
    """The same fields, with all categories above or below in place of the next ones alone."""
    ways = [way for way, wanted in zip(_NEXT, (ancestors, descendants), strict=True) if wanted]
    walks = [f"*{'.'.join([way] * depth)}" for way in ways for depth in range(2, DEEPEST_TREE + 1)]
    allowed = None if fields.allowed is None else tuple(fields.allowed)
    return Fields(
        fields.entity,
        key=fields.key,
        plural=fields.plural,
        defaults=(*fields.defaults, *walks),
        allowed=allowed,
        title=fields.title,
    )


# --- admin ------------------------------------------------------------------------------------------------------------

_PRICES = ("*prices", *of("prices.price_rules", "value attribute"), "prices.rules")
ADMIN_PRODUCT = Fields(
    "product",
    key="product",
    plural="products",
    defaults=(
        *of("", f"{_DESCRIBED} status external_id deleted_at metadata"),
        *("*type", "*collection", "*options", "*options.values", "*tags", "*images", "*sales_channels"),
        *("*variants", "*variants.prices", "*variants.options", "*variants.images"),
        *of("variants.prices", "price_rules.value price_rules.attribute rules"),
    ),
)
ADMIN_VARIANT = Fields(
    "product_variant", key="variant", plural="variants", defaults=(*of("", f"{_SOLD} metadata deleted_at"), "*options", *_PRICES), title="Product variant"
)
ADMIN_VARIANT_LIST = Fields(
    "product_variant", key="variant", plural="variants", defaults=(*of("", f"{_SOLD} metadata deleted_at"), "*product", "*options", *_PRICES)
)
ADMIN_COLLECTION = Fields("product_collection", key="collection", plural="collections", defaults=of("", f"{_COLLECTION} metadata"), title="Collection")
ADMIN_CATEGORY = Fields(
    "product_category",
    key="product_category",
    plural="product_categories",
    defaults=(*of("", f"{_CATEGORY} is_active is_internal metadata"), "*parent_category", "*category_children"),
    title="Product category",
)
ADMIN_TAG = Fields("product_tag", key="product_tag", plural="product_tags", defaults=of("", _LABEL), title="Product tag")
ADMIN_TYPE = Fields("product_type", key="product_type", plural="product_types", defaults=of("", _LABEL), title="Product type")
ADMIN_OPTION = Fields(
    "product_option", key="product_option", plural="product_options", defaults=(*of("", _OPTION), "values.*", "products.*"), title="Product option"
)
ADMIN_OF_PRODUCT_OPTION = Fields("product_option", key="product_option", plural="product_options", defaults=of("", "id title"), title="Product option")
ADMIN_OPTION_VALUE = Fields(
    "product_option_value",
    key="product_option_value",
    plural="product_option_values",
    defaults=of("", f"id value rank option_id {_TIMES} metadata"),
    title="Product option value",
)
