"""Where taxes were asked for."""

from merx.framework.data import Model


class TaxQuestion(Model, id_prefix="taxq"):
    country_code: str
