"""Made to order: every line of an order is a ticket, from the artwork to the parcel."""
