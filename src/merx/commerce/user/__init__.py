"""User: the people who run the shop.

Owns: users and the invitations that make them.
Leaves to others: how they prove who they are (auth).
Change freely: everything that is not in `__all__`.
Change with a decision record: how long an invitation is good for, unless the shop says.
Holds always: an e-mail address is one user's at most; an invitation is accepted once.
"""

from merx.commerce.user.models import Invite, User
from merx.commerce.user.options import UserOptions
from merx.commerce.user.service import UserService
from merx.framework.module import Module

user = Module("user", service=UserService, options=UserOptions)

__all__ = ["UserService", "UserOptions", "Invite", "User", "user"]
