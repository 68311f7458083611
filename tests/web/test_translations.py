"""Every sentence of the screens exists in Arabic and in French, with its figures and its plurals."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from caravan.app import create_app
from caravan.domain.errors import CaravanError
from caravan.paths import PACKAGE, shipped
from caravan.web import i18n
from caravan.web.i18n import LANGUAGES, catalogue_path, ngettext_for
from caravan.web.messages import sentence
from caravan.web.sentences import SENTENCES

KEYWORDS = {**DEFAULT_KEYWORDS, "say": None, "say_many": (1, 2)}
SOURCES = ((PACKAGE / "web", "**.py", "python"), (shipped("templates"), "**.html", "jinja2"))
FIGURE = re.compile(r"%\((\w+)\)s")
REFUSALS = {"CaravanError", "NotFoundError", "ConflictError", "NotAllowedError"}
ARABIC_COUNTS = (0, 1, 2, 3, 11, 100)
FRENCH_MARK = re.compile(r" [:;?!»]|« ")  # with a plain space, at which a line may break


def wanted():
    """Every sentence that the code and the templates say."""
    found = set()
    for folder, pattern, method in SOURCES:
        for _file, _line, message, _comments, _context in extract_from_dir(
            folder, [(pattern, method)], keywords=KEYWORDS
        ):
            found.add(message if isinstance(message, str) else tuple(message))
    return found


def catalogue(language):
    with catalogue_path(language).open("rb") as source:
        return read_po(source, locale=language)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_no_sentence_of_the_screens_is_missing(language):
    known = {message.id if isinstance(message.id, str) else tuple(message.id) for message in catalogue(language)}
    assert sorted(map(str, wanted() - known)) == []
    assert sorted(map(str, known - wanted() - {""})) == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_sentence_is_translated_with_its_figures(language):
    for message in catalogue(language):
        if not message.id:
            continue
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        assert all(texts), message.id
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        figures = {name for text in ids for name in FIGURE.findall(text)}
        assert {name for text in texts for name in FIGURE.findall(text)} == figures, message.id
        assert not message.fuzzy, message.id


def test_arabic_has_its_six_plurals_and_french_its_two():
    assert (catalogue("ar").num_plurals, catalogue("fr").num_plurals) == (6, 2)
    say = ngettext_for("ar")
    texts = [say("%(num)s person waiting", "%(num)s people waiting", count) for count in ARABIC_COUNTS]
    assert len(set(texts)) == len(ARABIC_COUNTS)


def test_french_punctuation_stands_after_an_unbreakable_space():
    for message in catalogue("fr"):
        texts = [message.string] if isinstance(message.string, str) else message.string
        for text in texts if message.id else ():
            assert not FRENCH_MARK.search(text), text


def test_arabic_numbers_are_written_in_western_digits():
    assert not re.search("[٠-٩۰-۹]", catalogue_path("ar").read_text("utf-8"))


def codes_in_the_program():
    """Every refusal code that the program raises, with where."""
    for path in sorted(Path(PACKAGE).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value, {keyword.arg for keyword in node.keywords if keyword.arg}, path.name


def test_every_refusal_has_its_sentence():
    assert sorted({code for code, _, _ in codes_in_the_program()} - set(SENTENCES)) == []


def test_a_sentence_asks_only_for_figures_that_its_refusal_gives():
    given = {}
    for code, names, _ in codes_in_the_program():
        given[code] = given.get(code, names) & names
    for code, text in SENTENCES.items():
        asked = set(FIGURE.findall(text.text))
        assert asked <= given.get(code, asked), code


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_refusal_is_one_sentence_in_each_language(language):
    for code, text in SENTENCES.items():
        params = dict.fromkeys(FIGURE.findall(text.text), 3)
        said = sentence(CaravanError(code, **params), language)
        assert said, code
        assert "%(" not in said, code


def test_an_unknown_refusal_still_says_something():
    assert "some.code" in sentence(CaravanError("some.code"), "fr")


def test_a_catalogue_that_did_not_travel_stops_the_start(monkeypatch, tmp_path, house):
    i18n.translations.cache_clear()
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path)
    try:
        with pytest.raises(FileNotFoundError):
            create_app(house, secret_key="only for tests", testing=True)
    finally:
        i18n.translations.cache_clear()
