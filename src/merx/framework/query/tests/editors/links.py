from merx.framework.data import link
from merx.framework.query.tests.shop.catalog.models import Flavour, Tea

from .cms.models import Article, Author

article_tea = link(Article.tea_id, Tea, name="tea", back="articles", back_many=True, read_only=True)
article_author = link(Article.author_id, Author, name="author", back="articles", back_many=True, read_only=True)
article_flavours = link(
    Article, Flavour, name="flavours", back="articles", many=True, back_many=True, columns={"strength": (int, 1)}, rows_back="article_links"
)
tea_author = link(Tea, Author, name="expert")
