"""Language of the request: chosen by the person, else the account's, else the browser's; wired into Flask-Babel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from babel.support import NullTranslations
from flask import Flask, g, request, session
from flask_babel import Babel, Domain

from caravan.web.i18n import AT_HAND, DEFAULT, LANGUAGES, Language, check_languages, language, translations


class BundledDomain(Domain):
    """Catalogues compiled in memory instead of .mo files on disk."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the request's language."""
        return translations(current_language().code)


def current_language() -> Language:
    """Return the language that this page speaks."""
    if "language" not in g:
        g.language = language(_chosen())
    chosen: Language = g.language
    return chosen


def speak(code: str) -> None:
    """Make this and the following pages of the session speak a language."""
    session["lang"] = language(code).code
    g.pop("language", None)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language for a while, such as that of a preview or of a sheet of paper."""
    before = current_language()
    g.language = language(code)
    try:
        yield
    finally:
        g.language = before


def other_languages(*, signed_in: bool) -> list[str]:
    """Return the languages that the bar offers: the other ones at hand; all of them to who has no menu yet."""
    if not signed_in:
        return list(LANGUAGES)
    return [code for code in AT_HAND if code != current_language().code]


def _chosen() -> str:
    if session.get("lang") in LANGUAGES:
        return str(session["lang"])
    operator = g.get("operator")
    if operator is not None:
        return str(operator.language)
    return request.accept_languages.best_match(list(LANGUAGES), DEFAULT) or DEFAULT


def init_languages(app: Flask) -> None:
    """Connect the languages to the application; fails at once when a catalogue is missing."""
    check_languages()
    babel = Babel(app, default_locale=DEFAULT, locale_selector=lambda: current_language().locale)
    babel.domain_instance = BundledDomain()
    app.context_processor(lambda: {"language": current_language(), "languages": LANGUAGES.values()})
    app.jinja_env.globals["other_languages"] = other_languages
