"""A browser without a screen: pages are fetched, checked to be valid HTML, and their forms filled and sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from caravan.app import create_app
from caravan.domain.codes import new_code
from caravan.domain.ids import new_id
from caravan.services.house import House
from caravan.services.operators import Operator
from caravan.services.registration import bind_card
from tests.conftest import PINS

NAMES = {"volunteer": "Khadija", "doctor": "Dr Benali", "coordinator": "Nadia"}


@dataclass
class Page:
    """An answer of the application, and the document when it is HTML."""

    response: TestResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        return self.response.get_data(as_text=True)

    @property
    def location(self) -> str:
        return self.response.headers["Location"]

    @cached_property
    def root(self) -> Element:
        """The document, read once; a fault of the HTML is an error. What waits in a template is no part of it."""
        root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(self.text)
        for template in list(root.iter("template")):
            template.clear()
        return root

    def words(self, tag: str = "body") -> str:
        """The text of an element, as it is read."""
        found = self.root.find(f".//{tag}")
        assert found is not None, tag
        return " ".join("".join(found.itertext()).split())

    def field(self, name: str) -> Element:
        """The first field of this name."""
        fields = [e for e in self.root.iter() if e.tag in ("input", "select", "textarea") and e.get("name") == name]
        assert fields, f"no field {name}"
        return fields[0]

    def value(self, name: str) -> str:
        """What a field holds."""
        field = self.field(name)
        return (field.text or "").strip() if field.tag == "textarea" else field.get("value", "")

    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's own form (the last token and operation id of the page)."""
        inputs = [e for e in self.root.iter("input") if e.get("type") == "hidden" and e.get("name") != "next"]
        return {e.get("name", ""): e.get("value", "") for e in inputs}

    def alerts(self) -> list[str]:
        """What the page warns of, beside fields and above them."""
        return [" ".join("".join(e.itertext()).split()) for e in self.root.iter() if e.get("role") == "alert"]


class Browser:
    """Someone at a tablet."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str) -> Page:
        """Open a page, without following redirects."""
        return Page(self.client.get(address, buffered=True))

    def follow(self, page: Page) -> Page:
        """Open the page that a redirect leads to."""
        assert page.status in (302, 303), (page.status, page.text)
        return self.get(page.location)

    def send(self, address: str, page: Page | None = None, **answers: str | list[str]) -> Page:
        """Send a form as the page would: with its token and its operation id."""
        hidden = (page or self.get("/login")).hidden()
        return Page(self.client.post(address, data={**hidden, **answers}))

    def speak(self, language: str) -> None:
        """Choose a language."""
        self.send("/language", lang=language, next="/")

    def choose_station(self, form_id: str) -> None:
        """Say which station the tablet serves."""
        assert self.send("/tablet", station=form_id).status == 303


@pytest.fixture
def app(house: House, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr("caravan.services.addresses.lan_addresses", lambda: ("192.168.1.10",))
    return create_app(house, secret_key="only for tests", testing=True)


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Someone who has not signed in."""
    return Browser(app.test_client())


@pytest.fixture
def sign_in(app: Flask, staff: dict[str, Operator]) -> Callable[..., Browser]:
    """A tablet at which someone of this role has signed in, in English unless said otherwise."""

    def do(role: str, language: str = "en") -> Browser:
        at_tablet = Browser(app.test_client())
        done = at_tablet.send(f"/login/{staff[role].staff_id}", pin=PINS[NAMES[role]])
        assert done.status == 303, done.text
        at_tablet.speak(language)
        return at_tablet

    return do


@pytest.fixture
def card_of(house: House, staff: dict[str, Operator]) -> Callable[[UUID], str]:
    """Give a person a new card and return its code."""

    def do(patient_id: UUID) -> str:
        code = new_code()
        bind_card(house, staff["volunteer"], patient_id=patient_id, typed=code, operation_id=new_id())
        return code

    return do
