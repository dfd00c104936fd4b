"""Auth: who someone is, and how it is proved. Which customer or user that is, others say.

Owns: identities, what each provider knows of them, second factors, verifications, reset tokens.
Leaves to others: people (customer, user), what they may do (http). Their ids stand in `app_metadata`.
Change freely: everything that is not in `__all__`.
Change with a decision record: provider names, hash parameters, how long a token lives.
Holds always: no password, code or token is kept as it was typed; a provider knows a name once.
"""

from merx.commerce.auth.errors import BadCredentials, IdentityExists, InvalidToken, ProviderNotAllowed
from merx.commerce.auth.identity import Identity
from merx.commerce.auth.models import AuthIdentity, AuthMfaFactor, AuthMfaRecoveryCode, AuthPasswordResetToken, AuthVerification, ProviderIdentity
from merx.commerce.auth.providers import AuthProvider, EmailPass, emailpass
from merx.commerce.auth.service import AuthService
from merx.framework.module import Module
from merx.framework.providers import Providers

auth = Module("auth", service=AuthService, providers=Providers(AuthProvider))

__all__ = [
    "AuthIdentity",
    "AuthMfaFactor",
    "AuthMfaRecoveryCode",
    "AuthPasswordResetToken",
    "AuthProvider",
    "AuthService",
    "AuthVerification",
    "BadCredentials",
    "EmailPass",
    "Identity",
    "IdentityExists",
    "InvalidToken",
    "ProviderIdentity",
    "ProviderNotAllowed",
    "auth",
    "emailpass",
]
