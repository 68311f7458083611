"""A form as the browser needs it: what ``static/js/forms/answers.js`` reads, as one JSON document in one language.

No labels, except those that change with the answers (``texts``) and those that jr:choice-name writes: the page has the
others already. Rules that a question does not have are left out. The document changes only with the form, so that
callers can keep it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from caravan.formdefs.expressions import Tree, walk
from caravan.formdefs.model import SELECTS, Choice, Form, Group, Labels, Question
from caravan.formdefs.rules import RULES
from caravan.formdefs.sentences import SENTENCES

Document: TypeAlias = dict[str, object]

# The language of calculated values that name a choice, whatever language the page has: one language in the database.
STORED_LANGUAGE = "fr"
_REFERENCE = re.compile(r"\$\{\s*([^\s{}$]+)\s*\}")


def form_document(form: Form, lang: str) -> Document:
    """Return the document of a form in a language.

    ``order``: question names, each after those its value depends on; ``questions``: by name, in the order of the page,
    ``type``, ``kind`` (how it is read, where that is not the type), ``list``, ``group`` (its groups, the outer first),
    the trees of its rules and of its ``normal`` answer, and the ``messages`` of its ``constraint`` and
    ``soft_constraint``; ``groups``: the tree of their relevance; ``choices``: by list the ``names``, the ``columns``
    that filters look at, and the ``labels`` by language where jr:choice-name wants them; ``sentences``: what is said by
    code where the form has no message; ``texts``: trees of the labels and hints that hold ``${name}``.
    """
    return {
        "id": form.id,
        "version": form.version,
        "language": lang,
        "order": list(form.order),
        "questions": {name: _question(question, lang) for name, question in form.questions.items()},
        "groups": {name: _without_blanks(relevant=group.relevant) for name, group in form.groups.items()},
        "choices": _choices(form, lang),
        "sentences": {code: labels[lang] for code, labels in SENTENCES.items()},
        "texts": {name: texts for name, texts in _texts(form, lang) if texts},
    }


def text_tree(text: str) -> Tree | None:
    """Return the tree that writes a text with ``${name}`` in it, None for a text without."""
    pieces = _REFERENCE.split(text)
    if len(pieces) == 1:
        return None
    parts: list[Tree] = [["ref" if place % 2 else "str", piece] for place, piece in enumerate(pieces) if piece]
    return ["concat", *parts]


def _without_blanks(**parts: object) -> Document:
    return {name: part for name, part in parts.items() if part}


def _question(question: Question, lang: str) -> Document:
    messages = _without_blanks(
        constraint=_message(question.constraint, question.constraint_messages, lang),
        unknown_choice=_own_refusal(question, lang),
        soft_constraint=_message(question.soft_constraint, question.soft_constraint_messages, lang),
    )
    rules = {rule: getattr(question, rule) for rule in RULES}
    own = {"kind": question.kind if question.kind != question.type else None, "normal": question.entry.normal}
    parts = {"list": question.list_name, "group": list(question.group), **rules, **own, "messages": messages}
    return {"type": question.type, **_without_blanks(**parts)}


def _message(rule: Tree | None, messages: Labels, lang: str) -> str:
    return messages.get(lang, "") if rule else ""


def _own_refusal(question: Question, lang: str) -> str:
    """Return what a choice question without a constraint says of an answer outside its list, "" for nothing."""
    is_own = question.constraint is None and question.type in SELECTS
    return question.constraint_messages.get(lang, "") if is_own else ""


def _choices(form: Form, lang: str) -> Document:
    used = dict.fromkeys(question.list_name for question in form.questions.values() if question.list_name)
    named, columns = _named_lists(form), _filter_columns(form)
    return {name: _choice_list(form.choices[name], columns.get(name, ()), lang, name in named) for name in used}


def _choice_list(choices: tuple[Choice, ...], columns: tuple[str, ...], lang: str, is_named: bool) -> Document:
    languages = dict.fromkeys((STORED_LANGUAGE, lang)) if is_named else ()
    return {
        "names": [choice.name for choice in choices],
        **_without_blanks(
            columns={column: [choice.extra.get(column, "") for choice in choices] for column in columns},
            labels={language: [choice.labels[language] for choice in choices] for language in languages},
        ),
    }


def _named_lists(form: Form) -> set[str | None]:
    names = (str(node[1]) for node in _nodes(form) if node[0] == "question")
    return {form.questions[name].list_name for name in names}


def _filter_columns(form: Form) -> Mapping[str, tuple[str, ...]]:
    """Return by list the columns that the filters of its questions look at; the name of a choice is always known."""
    found: dict[str, tuple[str, ...]] = {}
    for question in form.questions.values():
        for node in walk(question.choice_filter) if question.choice_filter else ():
            name, column = question.list_name or "", str(node[-1])
            if node[0] == "col" and column not in ("name", *found.get(name, ())):
                found[name] = (*found.get(name, ()), column)
    return found


def _nodes(form: Form) -> Iterator[Tree]:
    for item in (*form.questions.values(), *form.groups.values()):
        for rule in RULES if isinstance(item, Question) else ("relevant",):
            tree: Tree | None = getattr(item, rule)
            yield from walk(tree) if tree else ()


def _texts(form: Form, lang: str) -> Iterator[tuple[str, Document]]:
    items: tuple[Group | Question, ...] = (*form.groups.values(), *form.questions.values())
    for item in items:
        hint = item.hints.get(lang, "") if isinstance(item, Question) else ""
        yield item.name, _without_blanks(label=text_tree(item.labels.get(lang, "")), hint=text_tree(hint))
