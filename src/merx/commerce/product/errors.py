"""What may go wrong with products."""

from collections.abc import Iterable

from merx.framework.errors import InvalidData, NotAllowed, NotFound


class ProductNotFound(NotFound):
    """There is no such product to change."""

    def __init__(self, product_id: str) -> None:
        super().__init__(f'Product with id "{product_id}" not found')


class TitleRequired(InvalidData):
    """A product is called something."""

    def __init__(self) -> None:
        super().__init__("Product title is required")


class PartsTwice(InvalidData):
    """Variants that name an inventory item twice; how many of it they take is said once."""

    def __init__(self, variants: Iterable[str]) -> None:
        super().__init__(f"Cannot associate duplicate inventory items to variant(s) {', '.join(variants)}")


class VariantNotFound(InvalidData):
    """There is no such variant to change, or it is another product's."""

    def __init__(self, variant_ids: Iterable[str]) -> None:
        super().__init__(f"Cannot update non-existing variants with ids: {', '.join(sorted(variant_ids))}")


class OptionNotFound(InvalidData):
    """There are no such options, or no such values of them."""

    def __init__(self, option_ids: Iterable[str]) -> None:
        super().__init__(f"Some product options were not found: [{', '.join(sorted(option_ids))}]")


class OptionTaken(InvalidData):
    """An option that is exclusive to one product cannot serve another."""

    def __init__(self, option_ids: Iterable[str]) -> None:
        super().__init__(f"Product options are already assigned to another product: {', '.join(sorted(option_ids))}")


class OptionNotExclusive(InvalidData):
    """An option that products may share cannot become one product's own."""

    def __init__(self, option_id: str) -> None:
        super().__init__(f"Cannot change product option: {option_id} from global to exclusive.")


class OptionNotOffered(InvalidData):
    """A product's values of an option are to change, and the product does not have that option."""

    def __init__(self, product_id: str, option_id: str) -> None:
        super().__init__(f"Some product options are not linked to products: [product_id: {product_id}, product_option_id: {option_id}]")


class OptionInUse(InvalidData):
    """An option, or a value of one, that products or variants still have."""


class DuplicateOptions(InvalidData):
    """A product names an option twice."""

    def __init__(self, title: str, options: Iterable[str]) -> None:
        super().__init__(f'Product "{title}" has duplicate option assignments: [{", ".join(sorted(options))}]')


class VariantsWithoutOptions(InvalidData):
    """Variants that do not say which value they take of each option."""

    def __init__(self, title: str, variants: Iterable[str]) -> None:
        super().__init__(f'Product "{title}" has variants with missing options: [{", ".join(variants)}]')


class WrongNumberOfOptions(InvalidData):
    """A variant takes a value of exactly each option of its product."""

    def __init__(self, variant: str, *, has: int, given: int) -> None:
        super().__init__(f"Product has {has} option values but there were {given} provided option values for the variant: {variant}.")


class UnknownOptionValue(InvalidData):
    """The product does not offer this value."""

    def __init__(self, value: str, option: str) -> None:
        super().__init__(f"Option value {value} does not exist for option {option}")


class SameOptions(InvalidData):
    """Two new variants with the same option values."""

    def __init__(self, variant: str, other: str) -> None:
        super().__init__(f'Variant "{variant}" has same combination of option values as "{other}".')


class VariantExists(InvalidData):
    """The product has a variant with these option values already: the one that is named."""

    def __init__(self, variant: str) -> None:
        super().__init__(f"Variant ({variant}) with provided options already exists.")


class BadHandle(InvalidData):
    """A handle is part of a URL."""

    def __init__(self, handle: str) -> None:
        super().__init__(f"Invalid product handle '{handle}'. It must contain URL safe characters")


class OptionValueNotFound(NotFound):
    """The option has no such value."""

    def __init__(self, value_id: str, option_id: str) -> None:
        super().__init__(f'Product option value with id "{value_id}" was not found for option with id "{option_id}"')


class RankWithoutValue(InvalidData):
    """A rank was given for a value that is not in the list."""

    def __init__(self, value: str) -> None:
        super().__init__(f'Value "{value}" is assigned a rank but is not defined in the list of values.')


class TagNotFound(InvalidData):
    """There is no such tag."""

    def __init__(self, tag_id: str) -> None:
        super().__init__(f"Tag with id {tag_id} not found. Please create the tag before associating it with the product.")


class CategoryNotFound(NotFound):
    """There is no such category."""

    def __init__(self, category_id: str) -> None:
        super().__init__(f"ProductCategory with id: {category_id} was not found")


class GroupNotFound(NotFound):
    """There is no such collection or type, or none any more. Said as the database says it of one that never was."""

    def __init__(self, column: str, key: str) -> None:
        super().__init__(f"You tried to set relationship {column}: {key}, but such entity does not exist")


class ParentCategoryMissing(InvalidData):
    """There is no such category to stand below."""

    def __init__(self, parent_id: str) -> None:
        super().__init__(f"Parent category with id: '{parent_id}' does not exist", parent_category_id=parent_id)


class CategoryHasChildren(NotAllowed):
    """A category is deleted after those below it."""

    def __init__(self, category_id: str) -> None:
        super().__init__(f"Deleting ProductCategory ({category_id}) with category children is not allowed")


class CategoryLoop(InvalidData):
    """A category cannot stand below itself."""


class NotThere(InvalidData):
    """Something of another room that a product shall be joined to does not exist."""

    def __init__(self, what: str, ids: Iterable[str]) -> None:
        super().__init__(f"{what} with ids: {', '.join(sorted(ids))} do not exist")
