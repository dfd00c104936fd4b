"""A shop of one ledger, small enough to see everything that a run did."""

from merx.framework.module import Module
from merx.framework.testing.engines.shop.service import LedgerService

ledger = Module("ledger", service=LedgerService)
