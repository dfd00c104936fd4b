from merx.framework.data import link, shortcut

from .catalog.models import Country, Tin
from .sales.models import Sale, SaleLine
from .stock.models import StockItem

tin_stock = link(
    Tin, StockItem, name="stock_items", back="tins", rows="stock_links", rows_back="tin_links", many=True, back_many=True, columns={"needed": (int, 1)}
)
line_tin = link(SaleLine.tin_id, Tin, read_only=True, back="sale_lines", back_many=True)
sale_country = link(Sale.country_code, Country.code, read_only=True)
levels = shortcut(Tin, "levels", "stock_items.levels")
sold_flavours = shortcut(Sale, "flavours", "lines.tin.tea.flavours")
only_tea = shortcut(SaleLine, "tea", "tin.tea")
