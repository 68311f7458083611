"""Fixtures that write small forms, read them and submit answers to them."""

from __future__ import annotations

from datetime import date

import pytest

from caravan.formdefs.answers import submit
from caravan.formdefs.problems import FormError
from caravan.formdefs.reader import read_form
from tests.formdefs.torture_forms import markdown

TODAY = date(2026, 11, 21)


@pytest.fixture
def write(tmp_path):
    def write_text(text: str, name: str = "torture.md"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_text


@pytest.fixture
def form_of(write):
    def read(survey: str, choices: str = "", **more):
        return read_form(write(markdown(survey, choices, **more)))

    return read


@pytest.fixture
def problems_of(write):
    def problems(survey: str, choices: str = "", **more):
        with pytest.raises(FormError) as caught:
            read_form(write(markdown(survey, choices, **more)))
        return list(caught.value.problems)

    return problems


@pytest.fixture
def submitted():
    def submit_today(form, raw=None, **more):
        return submit(form, raw or {}, today=TODAY, **more)

    return submit_today
