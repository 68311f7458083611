"""What the pages of the administration share: their blueprint, and a refusal said beside the field it is about."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError
from caravan.web.i18n import LANGUAGES
from caravan.web.messages import sentence
from caravan.web.speech import current_language

pages = Blueprint("admin", __name__)
Answer = str | tuple[str, int] | Response


@pages.app_template_filter("isolated")
def isolated(text: object) -> Markup:
    """Keep a name in its own direction inside a sentence of the other script."""
    return Markup("<bdi>{}</bdi>").format(text)


@pages.context_processor
def languages_to_choose() -> dict[str, object]:
    """Give the languages that a person's screens may speak, by code."""
    names = {item.code: item.name for item in LANGUAGES.values()}
    return {"language_names": names, "language_choices": list(names.items())}


def typed(name: str) -> str:
    """Return what was typed in a field, without the spaces around it."""
    return request.form.get(name, "").strip()


def beside(refusal: CaravanError, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the refusal's sentence under the name of its field; one that is about no field of the page goes on."""
    if refusal.code not in fields:
        raise refusal
    return {fields[refusal.code]: sentence(refusal, current_language().code)}
