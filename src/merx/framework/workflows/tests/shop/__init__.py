"""Beside the shop of the engines' contract: a clock that writes in its ledger, and a sea that is not always calm."""
