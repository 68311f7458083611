"""A form on paper and under the keys: the order of its questions there, their numbers, the key of each choice.

The sheet prints these keys and numbers, and whoever types the sheet presses the same keys in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from string import ascii_lowercase, digits

from caravan.formdefs.bounds import bounds_of
from caravan.formdefs.model import SELECTS, Choice, Form, Group, Item, Question

FOLDED, MULTILINE = "folded", "multiline"
LIVE = "live"  # a note of what is worked out meanwhile: paper works out nothing
UNASKED = frozenset({"hidden", "calculate", "note"})
POSITIONS = digits[1:] + "0" + "".join(letter for letter in ascii_lowercase if letter not in "ilo")
"""The keys of a list by place: digits first, which every keyboard has; letters that look like digits are left out."""
MOST_KEYS = len(POSITIONS)
MOST_STEPS = 12  # of a scale that is ticked; a longer one is written


def paper_items(form: Form) -> tuple[Item, ...]:
    """Return what stands on paper, in its order: what everybody fills first, the folded parts after it."""
    found = [item for item in form.items if is_on_paper(item)]
    return tuple(sorted(found, key=lambda item: FOLDED in item.appearance.split()))


def is_on_paper(item: Item) -> bool:
    """Tell whether an item stands on paper: all that is answered; a note only in the group that it explains."""
    if isinstance(item, Group):
        return any(is_on_paper(inner) for inner in item.items)
    return item.type not in UNASKED


def paper_questions(form: Form) -> Iterator[Question]:
    """Yield the questions in the order of the paper."""
    yield from _questions(paper_items(form))


def numbers_of(form: Form) -> Mapping[str, int]:
    """Return the number printed beside each question, from 1."""
    return {question.name: place for place, question in enumerate(paper_questions(form), 1)}


def keys_of(form: Form, question: Question) -> Mapping[str, str]:
    """Return the key of each choice by its name; empty where choices are written out, or the answer is no choice.

    Choices whose own labels begin with their code ("0 Sound", "A Sound") have that code as key, the others the digit of
    their place, then letters.
    """
    if question.type not in SELECTS:
        return {}
    return _keys(form.choices.get(question.list_name or "", ()))


def not_asked(form: Form, context: Mapping[str, str]) -> frozenset[str]:
    """Return the questions that a setting of the house leaves out, such as a number that may not be collected.

    ``context`` holds the hidden values that are the same for everybody.
    """
    return frozenset(question.name for question in paper_questions(form) if _is_off(form, question, context))


def _is_off(form: Form, question: Question, context: Mapping[str, str]) -> bool:
    match question.relevant:
        case ["=", ["ref", str(name)], ["str", str(value)]] if form.questions[name].type == "hidden":
            return name in context and context[name] != value
    return False


def steps_on_paper(question: Question) -> tuple[int, ...]:
    """Return the numbers of a scale that is ticked, none for a number that is written."""
    low, high = bounds_of(question)
    is_scale = question.type == "integer" and "scale" in question.appearance.split()
    if not is_scale or low is None or high is None or high - low >= MOST_STEPS:
        return ()
    return tuple(range(int(low), int(high) + 1))


def _questions(items: tuple[Item, ...]) -> Iterator[Question]:
    for item in items:
        if isinstance(item, Group):
            yield from _questions(tuple(filter(is_on_paper, item.items)))
        elif is_on_paper(item):
            yield item


def _keys(choices: tuple[Choice, ...]) -> Mapping[str, str]:
    if len(choices) > MOST_KEYS:
        return {}
    names = tuple((choice.name, tuple(choice.labels.values())) for choice in choices)
    return dict(_keys_of_names(names))


@lru_cache(maxsize=256)
def _keys_of_names(choices: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, str], ...]:
    codes = [_code(labels) for _name, labels in choices]
    is_coded = all(codes) and len(set(codes)) == len(codes)
    return tuple(
        (name, code if is_coded else POSITIONS[place])
        for place, ((name, _labels), code) in enumerate(zip(choices, codes, strict=True))
    )


def _code(labels: tuple[str, ...]) -> str:
    """Return the one letter or digit with which a label begins in every language, "" where there is none."""
    words = {label.split()[0] if label.split() else "" for label in labels}
    word = words.pop() if len(words) == 1 else ""
    return word.lower() if len(word) == 1 and word.isascii() and word.isalnum() else ""
