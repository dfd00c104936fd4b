"""A shop's own tax room: the shipped one, which also remembers where a rate was looked up."""

from merx.commerce.tests.own_shop.tax.service import OwnTaxService
from merx.framework.module import Module

tax = Module("tax", service=OwnTaxService)
