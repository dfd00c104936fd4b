"""Where a question was about."""

from merx.commerce.region import Country
from merx.commerce.tests.own_shop.tax.models import TaxQuestion
from merx.framework.data import link

question_country = link(TaxQuestion.country_code, Country, name="country", back="tax_questions", back_many=True, read_only=True)
