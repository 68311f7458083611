"""The one family of refusals: a stable code and its figures; the edge writes the sentence, in the reader's language."""

from __future__ import annotations


class CaravanError(Exception):
    """A refused input.

    ``code`` is a stable dotted word ("card.check_wrong"); ``params`` fill the sentence that the edge writes for it.
    Codes never carry patient data, so they may be logged; params may, so they may not.
    """

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class NotFoundError(CaravanError):
    """What was asked for does not exist (the web answers 404)."""


class ConflictError(CaravanError):
    """The same operation came again with another content (the web answers 409)."""


class NotAllowedError(CaravanError):
    """This person may not do this (the web answers 403)."""
