"""Scoring modules of a site's own folder: what is refused, and when."""

from datetime import date

import pytest

from caravan.domain.errors import CaravanError
from caravan.scoring.findings import Person
from caravan.scoring.site_modules import load_site_scorers

RULES = """
from caravan.scoring.findings import Rule

FORM_ID = "hearing"
RULE = Rule("hearing", "1", "a test", "L")


def findings(answers, person):
    return [RULE.finds("hearing_class", "loss", answers["urgency"])] if answers else []
"""


ANYBODY = Person(None, "unknown", "unknown", date(2026, 11, 21))


def load(tmp_path, text):
    (tmp_path / "hearing.py").write_text(text, "utf-8")
    return load_site_scorers(tmp_path)


def test_a_folder_that_is_not_there_holds_no_rules(tmp_path):
    assert not load_site_scorers(tmp_path / "none")


def test_the_rules_of_a_site_score_its_form(tmp_path):
    (found,) = load(tmp_path, RULES)["hearing"]({"urgency": "p"}, ANYBODY)
    assert (found.code, found.value, found.urgency) == ("hearing_class", "loss", "p")


def test_an_urgency_that_is_not_on_the_scale_refuses_the_save_in_words(tmp_path):
    scorer = load(tmp_path, RULES)["hearing"]
    with pytest.raises(CaravanError, match=r"scoring\.failed") as refusal:
        scorer({"urgency": "soon"}, ANYBODY)
    assert "'soon' is none of n, r, p, u, e" in str(refusal.value.params["why"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("FORM_ID = 'hearing'", "no function findings"),
        ("def findings(answers, person):\n    return []", "no FORM_ID"),
        ("FORM_ID = 'hearing'\ndef findings(answers):\n    return []", "must take (answers, person)"),
        ("FORM_ID = 'hearing'\ndef findings(answers, person):\n    return 1", "must return a list"),
        ("FORM_ID = ", "SyntaxError"),
    ],
)
def test_a_module_that_cannot_score_stops_the_start_and_says_why(tmp_path, text, why):
    with pytest.raises(CaravanError, match=r"scoring\.unusable") as refusal:
        load(tmp_path, text)
    assert why in str(refusal.value.params)


def test_two_modules_for_one_form_stop_the_start(tmp_path):
    (tmp_path / "other.py").write_text(RULES, "utf-8")
    with pytest.raises(CaravanError, match=r"scoring\.twice"):
        load(tmp_path, RULES)


def test_a_file_whose_name_begins_with_an_underscore_is_no_module(tmp_path):
    (tmp_path / "_draft.py").write_text("FORM_ID = ", "utf-8")
    assert list(load(tmp_path, RULES)) == ["hearing"]
