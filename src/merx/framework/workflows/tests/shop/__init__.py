"""A shop of one ledger, small enough to see everything that a workflow did."""

from merx.framework.module import Module
from merx.framework.workflows.tests.shop.service import LedgerService

ledger = Module("ledger", service=LedgerService)
