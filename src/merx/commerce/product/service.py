"""The catalogue's rows."""

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
    ProductTag,
    ProductTagProduct,
    ProductType,
    ProductVariant,
    ProductVariantOption,
    ProductVariantProductImage,
)
from merx.framework.data import Repository, Service


class ProductService(Service):
    """Products and all that describes them."""

    products: Repository[Product]
    variants: Repository[ProductVariant]
    images: Repository[ProductImage]
    variant_images: Repository[ProductVariantProductImage]
    options: Repository[ProductOption]
    option_values: Repository[ProductOptionValue]
    product_options: Repository[ProductProductOption]
    product_option_values: Repository[ProductProductOptionValue]
    variant_options: Repository[ProductVariantOption]
    categories: Repository[ProductCategory]
    category_products: Repository[ProductCategoryProduct]
    collections: Repository[ProductCollection]
    types: Repository[ProductType]
    tags: Repository[ProductTag]
    product_tags: Repository[ProductTagProduct]
