"""What is refused about customers."""

from merx.framework.errors import Duplicate, InvalidData, NotFound


class CustomerNotFound(NotFound):
    """No such customer."""

    def __init__(self, customer_id: str) -> None:
        super().__init__(f"Customer with id: {customer_id} was not found", id=customer_id)


class AddressNotFound(NotFound):
    """This customer has no such address."""

    def __init__(self, address_id: str) -> None:
        super().__init__(f"Address with id: {address_id} was not found", id=address_id)


class GroupNotFound(NotFound):
    """No such customer group."""

    def __init__(self, group_id: str) -> None:
        super().__init__(f"Customer group with id: {group_id} was not found", id=group_id)


class EmailNeeded(InvalidData):
    """An account is known by its e-mail address."""

    def __init__(self) -> None:
        super().__init__("Email is required to create a customer")


class AccountExists(Duplicate):
    """The address has an account."""

    def __init__(self) -> None:
        super().__init__("Customer with this email already has an account")


class GuestExists(InvalidData):
    """The address is a guest's already."""

    def __init__(self, email: str) -> None:
        super().__init__(f"Customer with email: {email}, has_account: false, already exists.", email=email)


class AlreadyCustomer(InvalidData):
    """Who asks to become a customer is one."""

    def __init__(self) -> None:
        super().__init__("Request already authenticated as a customer.")
