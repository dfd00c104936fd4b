"""HTTP routes of shipping options and parcels."""
