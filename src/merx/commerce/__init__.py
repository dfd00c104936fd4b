"""Commerce: one room per domain. See each room's door for what it owns."""
