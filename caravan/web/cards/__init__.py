"""Cards and the join poster on paper: the stock and its batches, the cards of one person, the poster."""

from caravan.web.cards import person, poster, stock, thrown
from caravan.web.cards.area import init_printing, pages

__all__ = ["init_printing", "pages", "person", "poster", "stock", "thrown"]
