"""Expressions compile to plain trees, and anything outside the subset is refused with a way out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caravan.formdefs.evaluation import _PLAIN, _SPECIAL
from caravan.formdefs.expressions import FUNCTIONS, PRECEDENCE, ExpressionError, compile_expression, references


def nested(depth):
    return "(" * depth + "1" + ")" * depth


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1", ["num", 1]),
        ("1.50", ["num", 1.5]),
        (".5", ["num", 0.5]),
        ("'a b'", ["str", "a b"]),
        ('"it\'s"', ["str", "it's"]),
        ("${ age }", ["ref", "age"]),
        (". > 3", [">", ["self"], ["num", 3]]),
        (".>.5", [">", ["self"], ["num", 0.5]]),
        ("1+2*3", ["+", ["num", 1], ["*", ["num", 2], ["num", 3]]]),
        ("(1+2)*3", ["*", ["+", ["num", 1], ["num", 2]], ["num", 3]]),
        ("10-4-3", ["-", ["-", ["num", 10], ["num", 4]], ["num", 3]]),
        ("${a}-1", ["-", ["ref", "a"], ["num", 1]]),
        ("-2*3", ["*", ["neg", ["num", 2]], ["num", 3]]),
        ("2 - -3", ["-", ["num", 2], ["neg", ["num", 3]]]),
        ("1 or 0 and 0", ["or", ["num", 1], ["and", ["num", 0], ["num", 0]]]),
        ("1 = 2 < 3", ["=", ["num", 1], ["<", ["num", 2], ["num", 3]]]),
        ("8 div 2 mod 3", ["mod", ["div", ["num", 8], ["num", 2]], ["num", 3]]),
        ("today()", ["today"]),
        (
            "if(1, 'a', if(0, 'b', 'c'))",
            ["if", ["num", 1], ["str", "a"], ["if", ["num", 0], ["str", "b"], ["str", "c"]]],
        ),
        ("jr:choice-name(${sex}, '${sex}')", ["jr:choice-name", ["ref", "sex"], ["question", "sex"]]),
        ("'==' != 'x => y'", ["!=", ["str", "=="], ["str", "x => y"]]),
    ],
)
def test_expression_compiles_to_its_tree(text, tree):
    assert compile_expression(text) == tree
    assert json.loads(json.dumps(tree)) == tree


def test_filter_may_name_the_columns_of_the_choices():
    assert compile_expression("region = ${region}", {"region"}) == ["=", ["col", "region"], ["ref", "region"]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("1 +", "stops too early"),
        ("* 2", 'begins with "*"'),
        ("1 2", '"2" cannot follow "1"'),
        ("1.5.2", "cannot follow"),
        ("(1", "never closed"),
        ("concat('a'", "never closed"),
        ("1 + * 2", '"*" cannot follow "+"'),
        ("${a} == 1", 'write "="'),
        ("${a} => 1", 'write ">="'),
        ("${a} =< 1", 'write "<="'),
        ("${a} <> 1", 'write "!="'),
        ("!${a}", "not(…)"),
        ("${a} ≥ 1", 'write ">="'),
        ("${a} × 2", '"div"'),
        ("${a} && ${b}", 'write "and"'),
        ("${a} || ${b}", 'write "or"'),
        ("${a} | ${b}", 'write "or"'),
        ("${a} = ‘x’", "straight quotes"),
        ("'open", "never closed"),
        ("${a}[1]", "square brackets"),
        ("../a", "paths"),
        ("/data/a", "paths"),
        ("4 / 2", "div to divide"),
        ("$a", "write ${name}"),
        ("${a b}", "write ${name}"),
        ("if(1; 2; 3)", 'write ","'),
        ("1 # 2", '"#" is not understood'),
        ("age > 3", "write ${age}"),
        ("today > 3", "write today(…)"),
        ("now()", "not available"),
        ("selcted(${a}, 'b')", '(perhaps "selected")'),
        ("position()", "not available"),
        ("if(1, 2)", "give it 3 arguments"),
        ("not()", "given no arguments; give it 1 argument"),
        ("round(1, 2, 3)", "give it 1 to 2"),
        ("max()", "give it 1 or more"),
        ("coalesce('a','b','c')", "give it 2"),
        ("jr:choice-name(${a}, ${a})", "jr:choice-name(${name}, '${name}')"),
        ("jr:choice-name(${a})", "jr:choice-name(${name}, '${name}')"),
        ("concat('${a}')", "inside quotes"),
        ("regex(., '[a-')", "regular expression"),
        ("regex(., '(?=a).+')", "not read alike"),
        ("regex(., 'a++')", "not read alike"),
        ("format-date(., '%Q')", '"%Q"'),
        ("format-date(., '100%')", "not a part of a date"),
        (nested(60), "nested too deeply"),
        ("-" * 60 + "1", "nested too deeply"),
        ("+".join("1" * 200), "too long to be followed"),
    ],
)
def test_what_is_outside_the_subset_is_refused_with_a_way_out(text, said):
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text)
    assert said in str(caught.value)
    assert caught.value.what
    assert caught.value.remedy


def test_filter_naming_an_unknown_column_is_told_the_near_one():
    with pytest.raises(ExpressionError, match=r'no column "regio".*perhaps "region"'):
        compile_expression("regio = 'x'", {"region"})


def test_pattern_made_by_a_calculation_is_not_judged_when_compiling():
    assert compile_expression("regex(., concat('[', 'a'))")[0] == "regex"


def test_references_are_each_named_once_in_order():
    tree = compile_expression("if(${b} > ${a}, ${b}, jr:choice-name(${c}, '${d}'))")
    assert references(tree) == ("b", "a", "c")
    assert references(None) == ()


def test_every_function_and_operator_has_an_evaluation_and_the_reverse():
    assert set(FUNCTIONS) | set(PRECEDENCE) | {"neg", "num", "str", "ref", "self", "col"} == set(_PLAIN) | set(_SPECIAL)


@given(st.text(max_size=60) | st.text(alphabet="${}ab.'\"()+-*=<>! 12,|/[]", max_size=40))
def test_compiling_any_text_gives_one_same_tree_or_one_clear_refusal(text):
    def attempt():
        try:
            return json.dumps(compile_expression(text))
        except ExpressionError as refused:
            return str(refused)

    assert attempt() == attempt()
