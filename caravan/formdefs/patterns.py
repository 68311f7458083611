"""Regular expressions in the form that Python, Java (ODK Collect) and JavaScript (the page) all read alike.

Taken: letters and signs, ``\\`` before a sign, ``\\d \\w \\s`` and their opposites, ``.``, ``[…]``, ``(…)``, ``(?:…)``,
``|``, ``^``, ``$``, ``* + ? {m} {m,} {m,n}`` and the lazy ``?`` after them. Looking ahead or behind, names of groups,
references back, flags and possessive repeats are read differently by one of the three, or not at all.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ESCAPED = r"\\[-\\.+*?()\[\]{}|^$/]"
_SET = rf"\[(?![^\]]*(?:--|&&|~~|\|\||-\\[dDwWs]))\^?(?:[^\[\]\\]|{_ESCAPED}|\\[dDwWs](?!-[^\]]))+\]"
_ATOM = rf"(?:[^\[\](){{}}*+?|\\]|{_ESCAPED}|\\[dDwWsS]|{_SET}|\((?:\?:)?(?![?*+{{])|[)|])"
_PORTABLE = re.compile(rf"(?:{_ATOM}(?:(?:[*+?]|\{{[0-9]{{1,3}}(?:,[0-9]{{0,3}})?\}})\??)?)*")


class PatternError(ValueError):
    """A regular expression that is wrong, or that not every engine reads alike; its text says which."""


@lru_cache(maxsize=256)
def compile_pattern(text: str) -> re.Pattern[str]:
    """Return the pattern. Raises PatternError for one that is wrong or outside the common part."""
    try:
        pattern = re.compile(text, re.ASCII)
    except (re.error, OverflowError, RecursionError) as wrong:
        raise PatternError(str(wrong)) from wrong
    if not _PORTABLE.fullmatch(text):
        raise PatternError("a part of it is not read alike by ODK Collect, Caravan and the browser")
    return pattern
