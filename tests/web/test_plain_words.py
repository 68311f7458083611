"""Results in plain words: everything that patients should know is told, in each language, and nothing is made up."""

from __future__ import annotations

import re
import string
import tomllib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.paths import PACKAGE
from caravan.scoring.delays import latest_day
from caravan.scoring.findings import Person
from caravan.scoring.registry import score
from caravan.scoring.tables import all_rules, choose_rules
from caravan.scoring.urgency import ORDER
from caravan.web.plain_words import FOLDER, find_plain_words, is_silent, paper_words, silent_findings
from tests.scoring.test_rules_as_data import ALTERNATIVES
from tests.scoring.test_scoring_result import FULL, STATIONS

FOUND = sorted({(code, v) for rule in all_rules().values() for code, vs in rule.finds_codes.items() for v in vs})
LANGUAGES = ("ar", "fr", "en")
HEDGES = re.compile(r"confirmer|possible|peut-être|aider|soupçonne")
PLAIN_SPACE = re.compile(r" [:;?!]")


def tables() -> dict[str, dict]:
    return {name: tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")) for name in ("findings", "paper")}


def rows() -> list[tuple[str, str, dict]]:
    """Every row of both tables that says something: its table, its name, the row."""
    found = tables()
    entries = {**found["paper"], **{code: entry for code, entry in found["findings"].items() if code != "silent"}}
    return [(a, b, row) for a, entry in entries.items() for b, row in entry.items() if isinstance(row, dict)]


ROWS = rows()


@pytest.mark.parametrize(("code", "value"), FOUND)
def test_every_value_of_every_finding_is_told_or_has_a_reason_not_to_be(code, value):
    assert (find_plain_words(code, value) is not None) != is_silent(code, value)


def test_the_table_words_nothing_that_no_rule_finds():
    codes = {code for rule in all_rules().values() for code in rule.finds_codes}
    named = {re.sub(r"_[rl]$", "_*", code) for code in codes} | codes
    sided = {(re.sub(r"_[rl]$", "_*", code), value) for code, value in FOUND} | set(FOUND)
    for code, entry in tables()["findings"].items():
        if code != "silent":
            assert {(code, name) for name, row in entry.items() if isinstance(row, dict)} <= sided, code
    for name in silent_findings():
        code, _dot, value = name.partition(".")
        assert (code, value) in sided if value else code in named, name


@given(
    st.sets(st.sampled_from(sorted(FULL))),
    st.sampled_from(STATIONS),
    st.sampled_from([1, 3, 10, 15, 50, 70, None]),
    st.sampled_from(["yes", "no", "unknown"]),
)
@settings(max_examples=400, deadline=None)
def test_whatever_is_urgent_is_told(names, form_id, age, pregnant):
    answers = {name: FULL[name] for name in names}
    person = Person(age, "female", pregnant, date(2026, 11, 28), rules=choose_rules(on=ALTERNATIVES))
    for finding in score(form_id, answers, person).findings:
        if finding.urgency != "n":
            assert find_plain_words(finding.code, finding.value) is not None, finding


@pytest.mark.parametrize(("table", "name", "row"), ROWS)
def test_every_text_exists_in_each_language_with_the_same_parts(table, name, row):
    parts = [
        {part for _text, part, _spec, _conversion in string.Formatter().parse(row[lang]) if part} for lang in LANGUAGES
    ]
    if row["ar"] or table != "letter":  # the body of a letter is in French
        assert all(row[lang].strip() for lang in LANGUAGES), (table, name)
        assert parts[0] == parts[1] == parts[2], (table, name)
    assert not PLAIN_SPACE.search(row["fr"]), row["fr"]


@pytest.mark.parametrize(("table", "name", "row"), ROWS)
def test_a_text_is_in_its_own_letters_with_western_digits(table, name, row):
    latin_allowed = re.sub(r"\{\w+\}|ALD|A4|A5", "", row["ar"])
    assert not re.search(r"[A-Za-z]", latin_allowed), row["ar"]
    assert not re.search(r"[\u0660-\u0669\u06f0-\u06f9]", "".join(row[lang] for lang in LANGUAGES))
    assert not re.search(r"[\u0600-\u06ff]", row["fr"] + row["en"])


def test_what_the_forms_call_to_confirm_is_never_told_as_certain(shipped_forms):
    for form in shipped_forms.values():
        for code, value in FOUND:
            words = find_plain_words(code, value)
            if words is not None and "confirmer" in form.finding_value_label(code, value, "fr"):
                assert HEDGES.search(words.texts["fr"].lower()), (code, value, words.texts["fr"])


def test_a_figure_is_made_of_findings_and_answers_that_exist(shipped_forms):
    codes = {code for rule in all_rules().values() for code in rule.finds_codes}
    known = codes | {name for form in shipped_forms.values() for name in form.questions}
    for code, entry in tables()["findings"].items():
        parts = {part for _t, part, _s, _c in string.Formatter().parse(entry.get("figure", "")) if part}
        assert parts <= known, code
        shown = any("{figure}" in row["ar"] for row in entry.values() if isinstance(row, dict))
        assert bool(parts) == shown, code


def test_every_topic_has_a_name_and_every_picture_is_drawn():
    drawn = set(re.findall(r'symbol id="(\w+)"', (PACKAGE / "web/static/img/pictograms.svg").read_text("utf-8")))
    found = tables()
    entries = [entry for code, entry in found["findings"].items() if code != "silent"]
    every = [*entries, *(row for _table, _name, row in ROWS)]
    assert {row["topic"] for row in every if "topic" in row} <= set(paper_words()["topic"])
    assert {row["picture"] for row in every if "picture" in row} <= drawn


def test_all_that_stations_do_give_and_send_to_has_words(shipped_forms):
    words = paper_words()
    treatments = {choice.name for choice in shipped_forms["dental"].choices["treatment"]}
    assert treatments == set(words["treatment"]) | set(words["silent_treatment"])
    glasses = {f"glasses_{choice.name}" for choice in shipped_forms["eye"].choices["glasses_status"]}
    assert glasses <= set(words["supply"])
    for form in shipped_forms.values():
        assert {choice.name for choice in form.choices.get("referral_to", ())} <= set(words["destination"]), form.id
    returns = {value for code, value in FOUND if code == "retina_return"}
    assert returns == set(words["retina_return"])
    assert {level for level in ORDER if latest_day(level, date(2026, 11, 28))} == set(words["when"])
    assert {row["count"] for row in words["treatment"].values() if "count" in row} <= set(
        shipped_forms["dental"].questions
    )


def test_words_of_one_eye_and_without_a_figure():
    right = find_plain_words("cataract_r", "suspected")
    assert right is not None
    assert (right.side, right.topic) == ("r", "cataract")
    pressure = find_plain_words("bp_class", "grade_1")
    assert pressure is not None
    assert pressure.without_figure("fr") == "Tension élevée. À confirmer."
    assert find_plain_words("hearing", "weak") is None
    assert not is_silent("hearing", "weak")
