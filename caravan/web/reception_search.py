"""The search for a person: a page, the part of it that follows the typing, and the way from a card to its person."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from caravan.domain.codes import read_code
from caravan.domain.errors import CaravanError
from caravan.domain.ids import new_id
from caravan.domain.names import is_arabic
from caravan.services import patients
from caravan.services.patients import PatientLine
from caravan.web.gate import allow
from caravan.web.house import current_house
from caravan.web.scanning import Seen, as_refused

Answer = str | tuple[str, int] | Response
LOOKS_LIKE_A_CODE = re.compile(r"(?=.*[A-Za-z])(?=.*[\d-])[0-9A-Za-z]{5}[ -]?[0-9A-Za-z]{5}(/[a-z_]+)?")
AT_ONCE = 10  # people found while typing: what fits on an upright tablet
BEFORE_FAMILY_NAMES = frozenset(
    {"el", "al", "ait", "aït", "ben", "bel", "bou", "ould", "mint", "bent", "bint"}
    | {"بن", "ابن", "ولد", "آيت", "ايت", "أيت", "منت", "بنت", "ال", "بو", "بل"}
)


@allow("volunteer", "doctor", "coordinator")
def search() -> Answer:
    """Find people by name in either script, phone, document or card."""
    typed = request.args.get("q", "").strip()
    if LOOKS_LIKE_A_CODE.fullmatch(typed) or _is_given_card(typed):
        return _by_code(typed)
    found = patients.search_patients(current_house(), typed) if typed else []
    return _page("reception/search.html", typed, found)


@allow("volunteer", "doctor", "coordinator")
def found() -> str:
    """Answer what is typed so far with the people found, as a part of a page."""
    typed = request.args.get("q", "").strip()
    people = patients.search_patients(current_house(), typed, limit=AT_ONCE) if typed else []
    return _page("reception/found.html", typed, people)


@allow("volunteer", "doctor", "coordinator")
def person_by_code(code: str) -> Answer:
    """Lead from a card to the page of its person."""
    return _by_code(code)


def add_pages(pages: Blueprint) -> None:
    """Give these views their addresses."""
    pages.add_url_rule("/patients", view_func=search)
    pages.add_url_rule("/patients/found", view_func=found)
    pages.add_url_rule("/p/<code>", view_func=person_by_code)


def name_fields(typed: str) -> dict[str, str]:
    """Return the fields of the registration form that hold a name typed in the search: {} when it is no name."""
    words = typed.split()
    if not words or any(character.isdigit() for character in typed):
        return {}
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in BEFORE_FAMILY_NAMES:
        at -= 1
    given, family = (words[:at], words[at:]) if at else (words, [])
    script = "ar" if is_arabic(typed) else "fr"
    parts = {f"given_name_{script}": " ".join(given), f"family_name_{script}": " ".join(family)}
    return {name: part for name, part in parts.items() if part}


def _page(template: str, typed: str, people: list[PatientLine], seen: Seen | None = None) -> str:
    return render_template(template, typed=typed, found=people, seen=seen, new_person=name_fields(typed), new_id=new_id)


def _is_given_card(typed: str) -> bool:
    """Tell whether someone has a card with this code, also one of letters or of digits alone."""
    try:
        patients.find_by_code(current_house(), typed)
    except CaravanError:
        return False
    return True


def _by_code(typed: str) -> Answer:
    try:
        scan = read_code(typed)
        line = patients.find_by_code(current_house(), scan.code).line
    except CaravanError as refusal:
        return _page("reception/search.html", typed, [], as_refused(refusal)), 422
    return redirect(url_for("reception.person", patient_id=line.id))
