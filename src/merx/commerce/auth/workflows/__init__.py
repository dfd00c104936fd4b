"""What is done with identities, a file per use case."""

from merx.commerce.auth.workflows.actors import become_actor, forget_actor
from merx.commerce.auth.workflows.create_login import create_login
from merx.commerce.auth.workflows.reset_password import request_password_reset, reset_password

__all__ = ["become_actor", "create_login", "forget_actor", "request_password_reset", "reset_password"]
