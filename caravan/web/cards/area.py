"""What the pages of cards share: their blueprint, the formats to choose from, and the room where PDFs are made."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import cast

from flask import Blueprint, Flask, current_app, send_file
from markupsafe import Markup
from werkzeug.wrappers import Response

from caravan.domain.dates import local_day
from caravan.domain.errors import CaravanError
from caravan.printing.faces import arrange
from caravan.printing.labels import Label, label_formats
from caravan.services.print_room import PrintRoom
from caravan.web.figures import clock, short_day
from caravan.web.messages import sentence
from caravan.web.speech import current_language

pages = Blueprint("cards", __name__)
Answer = str | tuple[str, int] | Response
PDF = "application/pdf"


def init_printing(app: Flask) -> None:
    """Give the application the room in which its PDFs are made."""
    app.extensions["print_room"] = PrintRoom()


def print_room() -> PrintRoom:
    """Return the room in which this application's PDFs are made."""
    return cast("PrintRoom", current_app.extensions["print_room"])


def layouts() -> list[tuple[Label, bool]]:
    """Return each format, and whether a name, a sentence and a logo have room on it."""
    return [(label, arrange(label).has_room) for label in label_formats().values()]


@pages.app_template_filter("moment")
def moment(instant: datetime) -> Markup:
    """Write an instant as the day and the hour in Morocco."""
    return Markup("{} {}").format(short_day(local_day(instant)), clock(instant))


def said(refusal: CaravanError) -> str:
    """Return a refusal as a sentence in the reader's language."""
    return sentence(refusal, current_language().code)


def download(content: BytesIO, name: str) -> Response:
    """Answer with a PDF that was written."""
    content.seek(0)
    return send_file(content, mimetype=PDF, as_attachment=True, download_name=name)
