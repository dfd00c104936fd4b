"""The tables of this room, a file for what changes together."""

from merx.commerce.product.models.groups import ProductCategory, ProductCategoryProduct, ProductCollection, ProductTag, ProductTagProduct, ProductType
from merx.commerce.product.models.options import ProductOption, ProductOptionValue, ProductProductOption, ProductProductOptionValue, ProductVariantOption
from merx.commerce.product.models.product import Product, ProductImage, ProductStatus, ProductVariant, ProductVariantProductImage

__all__ = [
    "Product",
    "ProductCategory",
    "ProductCategoryProduct",
    "ProductCollection",
    "ProductImage",
    "ProductOption",
    "ProductOptionValue",
    "ProductProductOption",
    "ProductProductOptionValue",
    "ProductStatus",
    "ProductTag",
    "ProductTagProduct",
    "ProductType",
    "ProductVariant",
    "ProductVariantOption",
    "ProductVariantProductImage",
]
