"""The rows of users."""

from merx.commerce.user.models import Invite, User
from merx.framework.data import Repository, Service


class UserService(Service):
    """Users and invitations."""

    users: Repository[User]
    invites: Repository[Invite]
