"""What is done with the catalogue, a file for each use case."""

from merx.commerce.product.shopify import Export, Problem, ShopifyProduct, read_export
from merx.commerce.product.workflows.categories import change_category, create_category, delete_category, update_category
from merx.commerce.product.workflows.create_products import create_products
from merx.commerce.product.workflows.create_variants import create_variants
from merx.commerce.product.workflows.delete_products import delete_products, delete_variants
from merx.commerce.product.workflows.groups import (
    change_collection,
    create_collection,
    create_tags,
    create_types,
    delete_collection,
    delete_tag,
    delete_type,
    update_collection,
    update_tag,
    update_type,
)
from merx.commerce.product.workflows.import_shopify import Imported, ShopifyImport, import_progress, import_shopify, key_of
from merx.commerce.product.workflows.new_product import ChosenOption, NewOption, NewPart, NewProduct, NewVariant
from merx.commerce.product.workflows.product_options import change_offered_values, offer_options, replace_options, stop_offering_option
from merx.commerce.product.workflows.shop_options import create_options, delete_option, delete_option_value, update_option, update_option_value
from merx.commerce.product.workflows.update_products import update_products
from merx.commerce.product.workflows.update_variants import update_variants
from merx.commerce.product.workflows.variant_images import change_image_variants, change_variant_images
from merx.commerce.product.workflows.variant_parts import VariantPart, change_variant_parts

__all__ = [
    "ChosenOption",
    "NewOption",
    "NewPart",
    "NewProduct",
    "NewVariant",
    "VariantPart",
    "change_category",
    "change_offered_values",
    "change_image_variants",
    "change_variant_images",
    "change_variant_parts",
    "offer_options",
    "change_collection",
    "create_category",
    "create_collection",
    "create_options",
    "create_products",
    "create_tags",
    "create_types",
    "create_variants",
    "delete_category",
    "delete_collection",
    "delete_option",
    "delete_option_value",
    "delete_products",
    "delete_tag",
    "delete_type",
    "delete_variants",
    "replace_options",
    "stop_offering_option",
    "update_category",
    "update_collection",
    "update_option",
    "update_option_value",
    "update_products",
    "update_tag",
    "update_type",
    "update_variants",
    "Export",
    "Imported",
    "Problem",
    "ShopifyImport",
    "ShopifyProduct",
    "import_progress",
    "import_shopify",
    "key_of",
    "read_export",
]
