"""A refusal as one clear sentence in the reader's language; the pages and the command line both speak through it."""

from __future__ import annotations

from collections import defaultdict

from caravan.domain.errors import CaravanError
from caravan.web.i18n import gettext_for, ngettext_for
from caravan.web.sentences import SENTENCES, UNKNOWN


def sentence(error: CaravanError, lang: str) -> str:
    """Return the refusal as one sentence in ``ar``, ``fr`` or ``en``."""
    found = SENTENCES.get(error.code)
    if found is None:
        return gettext_for(lang)(UNKNOWN.text) % {"code": error.code}
    figures = defaultdict(str, {name: str(value) for name, value in error.params.items()})
    if found.counted_by:
        count = int(figures[found.counted_by] or 0)
        return ngettext_for(lang)(found.text, found.plural, count) % figures
    return gettext_for(lang)(found.text) % figures
