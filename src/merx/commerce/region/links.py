"""Who may collect money in a region."""

from merx.commerce.payment import PaymentProvider
from merx.commerce.region.models import Region
from merx.framework.data import link

region_payment_providers = link(
    Region, PaymentProvider, name="payment_providers", back="regions", many=True, back_many=True, table="region_payment_provider", id_prefix="regpp"
)
