"""Product: what the shop sells, and how it is told apart and found.

Owns: products, their variants, options and images; collections, categories, types and tags.
Leaves to others: prices (pricing), pieces (inventory), where it is sold (sales_channel), parcels (fulfillment).
Change freely: everything that is not in `__all__`.
Change with a decision record: statuses, id prefixes, table and column names. Running shops have them stored.
Holds always: a handle, a SKU and a combination of option values each name one product or variant in sight. A variant's
options are option values; a shared option (`is_exclusive` false) may serve many products, each with its chosen values.
"""

from merx.commerce.product.errors import (
    BadHandle,
    CategoryHasChildren,
    CategoryLoop,
    CategoryNotFound,
    DuplicateOptions,
    GroupNotFound,
    NotThere,
    OptionInUse,
    OptionNotExclusive,
    OptionNotFound,
    OptionNotOffered,
    OptionTaken,
    OptionValueNotFound,
    ParentCategoryMissing,
    PartsTwice,
    ProductNotFound,
    RankWithoutValue,
    SameOptions,
    TagNotFound,
    TitleRequired,
    UnknownOptionValue,
    VariantExists,
    VariantNotFound,
    VariantsWithoutOptions,
    WrongNumberOfOptions,
)
from merx.commerce.product.handles import checked, handle_of
from merx.commerce.product.models import (
    Product,
    ProductCategory,
    ProductCategoryProduct,
    ProductCollection,
    ProductImage,
    ProductOption,
    ProductOptionValue,
    ProductProductOption,
    ProductProductOptionValue,
    ProductStatus,
    ProductTag,
    ProductTagProduct,
    ProductType,
    ProductVariant,
    ProductVariantOption,
    ProductVariantProductImage,
)
from merx.commerce.product.service import ProductService
from merx.framework.module import Module

product = Module("product", service=ProductService)

__all__ = [
    "ProductService",
    "Product",
    "ProductCategory",
    "ProductCollection",
    "ProductImage",
    "ProductOption",
    "ProductOptionValue",
    "ProductStatus",
    "ProductTag",
    "ProductType",
    "ProductVariant",
    "ProductCategoryProduct",
    "ProductProductOption",
    "ProductProductOptionValue",
    "ProductTagProduct",
    "ProductVariantOption",
    "ProductVariantProductImage",
    "checked",
    "handle_of",
    "BadHandle",
    "CategoryHasChildren",
    "CategoryLoop",
    "CategoryNotFound",
    "DuplicateOptions",
    "GroupNotFound",
    "NotThere",
    "OptionInUse",
    "OptionNotExclusive",
    "OptionNotFound",
    "OptionNotOffered",
    "OptionTaken",
    "OptionValueNotFound",
    "ParentCategoryMissing",
    "PartsTwice",
    "ProductNotFound",
    "RankWithoutValue",
    "SameOptions",
    "TagNotFound",
    "TitleRequired",
    "UnknownOptionValue",
    "VariantExists",
    "VariantNotFound",
    "VariantsWithoutOptions",
    "WrongNumberOfOptions",
    "product",
]
