"""What a page shows of a form for what was typed: which questions are asked, and the texts that hold ``${name}``.

The twin of what ``static/js/forms/answers.js`` says, for the page as the server first writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from caravan.formdefs.answers import Raw, work_out
from caravan.formdefs.document import STORED_LANGUAGE, text_tree
from caravan.formdefs.evaluation import Scope, evaluate
from caravan.formdefs.model import Form, Item, Question
from caravan.formdefs.values import to_text


@dataclass(frozen=True, slots=True)
class Shown:
    """``asked`` by question name; ``texts`` by the text as the form has it, written out."""

    asked: Mapping[str, bool]
    texts: Mapping[str, str]


def what_is_shown(form: Form, raw: Raw, lang: str, *, context: Mapping[str, str], today: date) -> Shown:
    """Return what a page in a language shows; ``raw``, ``context`` and ``today`` as for ``submit``."""
    filling = work_out(form, raw, context=context, today=today)
    scope = Scope(filling.values, today, form=form, language=STORED_LANGUAGE)
    trees = {text: text_tree(text) for text in _texts(form, lang)}
    return Shown(filling.relevant, {text: to_text(evaluate(tree, scope)) for text, tree in trees.items() if tree})


def _texts(form: Form, lang: str) -> set[str]:
    items: tuple[Item, ...] = (*form.groups.values(), *form.questions.values())
    hints = {item.hints.get(lang, "") for item in items if isinstance(item, Question)}
    return {item.labels.get(lang, "") for item in items} | hints
