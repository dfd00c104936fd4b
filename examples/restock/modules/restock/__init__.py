"""Restock: who wants to know when a variant is back.

Owns: subscriptions.
Leaves to others: how many there are (inventory), what the variant is (product; a link), the message (notification).
Holds always: an e-mail address waits once for a variant in a sales channel.
"""

from merx.framework.module import Module
from restock.modules.restock.models import RestockSubscription
from restock.modules.restock.service import RestockService, VariantInChannel

restock = Module("restock", service=RestockService)

__all__ = ["RestockService", "RestockSubscription", "VariantInChannel", "restock"]
