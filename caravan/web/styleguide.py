"""The page that shows how everything looks: every component in every state, in the reader's language and look.

It exists in a demonstration only, since that is the house a developer opens: ``caravan demo`` makes it in a minute, and
its people are invented. A real house does not know the address.
"""

from __future__ import annotations

import re

from flask import Blueprint, render_template

from caravan.paths import PACKAGE
from caravan.web import samples
from caravan.web.gate import public
from caravan.web.house import current_house
from caravan.web.scanning import sample_states
from caravan.web.speech import current_language

pages = Blueprint("styleguide", __name__)

STATIC = PACKAGE / "web" / "static"
TOKEN = re.compile(r"--([a-z0-9-]+)\s*:\s*([^;}]+)")
SYMBOL = re.compile(r'<symbol id="([a-z-]+)"')
STATION = "eye"


@pages.get("/styleguide")
@public
def index() -> str:
    """Show every component."""
    language, now = current_language(), current_house().now()
    return render_template(
        "styleguide/index.html",
        form=samples.sample_form(language.code),
        person=samples.sample_person(),
        queue=samples.sample_queue(now, STATION),
        chart=samples.sample_chart(now, language),
        colours=colours(),
        icons=icon_names(),
        seen_samples=sample_states(),
    )


def read_tokens(sheet: str) -> dict[str, str]:
    """Return the custom properties of a style sheet, as written."""
    return {name: value.strip() for name, value in TOKEN.findall((STATIC / "css" / f"{sheet}.css").read_text("utf-8"))}


def colours() -> list[str]:
    """Return the names of the colours, in the order of the sheet."""
    return [name for name, value in read_tokens("base").items() if value.startswith("#")]


def icon_names() -> list[str]:
    """Return the names of the drawings."""
    return SYMBOL.findall((STATIC / "img" / "icons.svg").read_text("utf-8"))
