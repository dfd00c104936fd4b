"""What is done with users, a file per use case."""

from merx.commerce.user.workflows.create_user import create_user
from merx.commerce.user.workflows.delete_user import delete_user
from merx.commerce.user.workflows.invites import accept_invite, create_invite, delete_invite, resend_invite
from merx.commerce.user.workflows.logins import providers_of_user, reset_password_of_user
from merx.commerce.user.workflows.update_user import update_user

__all__ = [
    "accept_invite",
    "create_invite",
    "create_user",
    "delete_invite",
    "delete_user",
    "providers_of_user",
    "resend_invite",
    "reset_password_of_user",
    "update_user",
]
