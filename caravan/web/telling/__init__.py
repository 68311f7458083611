"""The history of a record in words: the facts of the service with the labels of the forms, in the reader's language."""

from caravan.web.telling.lines import Line, tell
from caravan.web.telling.words import Told

__all__ = ["Line", "Told", "tell"]
