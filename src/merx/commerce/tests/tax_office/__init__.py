"""What a shop adds that asks the tax office of `merx.commerce.tax.tests.shop`."""
