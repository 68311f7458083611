"""A form written as .xlsx is the same form: for us, for pyxform, and for ODK Validate, the judge of ODK Collect."""

import io
import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
import pyxform

from caravan.formdefs.catalogue import form_files
from caravan.formdefs.reader import read_form, read_source
from caravan.formdefs.sources import Source, open_source
from caravan.formdefs.spreadsheets import write_spreadsheet
from caravan.paths import shipped
from tests.formdefs.torture_forms import markdown

FILES = form_files(shipped("forms"))
JUDGE = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
TORTURE = markdown(
    r"""
    type  name  unit  relevant  constraint  soft_constraint  calculation  choice_filter  appearance
    hidden  patient_sex
    select_one side  side
    select_multiple tooth  teeth  ~  ~  not(selected(., 't31')) or count-selected(.) = 1  ~  ~  of = ${side}
    begin_group  g  ~  ${side} != ''  ~  ~  ~  ~  field-list
    decimal  weight_kg  kg  ~  . >= 0.5 and . <= 300  . > 35
    integer  age
    text  card  ~  ~  regex(., '^([1-4][1-8]|=SUM)( +[a-z])*$')
    date  seen_on  ~  ~  . <= today()
    end_group
    calculate  twice  ~  ~  ~  ~  coalesce(${weight_kg}, 0) * -2
    calculate  words  ~  ~  ~  ~  concat('=1+1', ' & <b> "', jr:choice-name(${side}, '${side}'))
    note  n  ~  ${twice} < 0
    """,
    """
    list_name  name  of
    side  up
    side  down
    tooth  t11  up
    tooth  t31  down
    """,
).replace("| age fr |", '| =HYPERLINK("http://x") |')


@pytest.fixture(params=[*(path.stem for path in FILES), "torture"])
def both(request, tmp_path, write):
    """A form file and the workbook written from it."""
    path = write(TORTURE) if request.param == "torture" else shipped("forms") / f"{request.param}.md"
    written = tmp_path / f"{path.stem}.xlsx"
    written.write_bytes(write_spreadsheet(open_source(path)))
    return path, written


def xform(path):
    from pyxform.xls2xform import convert  # noqa: PLC0415

    return convert(path).xform


def test_workbook_converts_to_the_identical_xform(both):
    path, written = both
    assert xform(written) == xform(path)


def test_workbook_is_read_as_the_same_form(both):
    path, written = both
    ours, theirs = read_form(path), read_form(written)
    assert theirs.shape_hash == ours.shape_hash
    assert (theirs.id, theirs.version, theirs.titles) == (ours.id, ours.version, ours.titles)
    assert [question.labels for question in theirs.questions.values()] == [q.labels for q in ours.questions.values()]


def test_odk_validate_accepts_the_workbook(both, tmp_path):
    java = shutil.which("java")
    if java is None:
        assert not os.environ.get("CI"), "CI needs Java for ODK Validate"
        pytest.skip("ODK Validate needs Java")
    file = tmp_path / "form.xml"
    file.write_text(xform(both[1]), "utf-8")
    command = [java, "-Djava.awt.headless=true", "-jar", str(JUDGE), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_cell_is_text_and_none_a_formula(write):
    book = openpyxl.load_workbook(io.BytesIO(write_spreadsheet(open_source(write(TORTURE)))))
    assert book.sheetnames == ["survey", "choices", "settings"]
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    risky = [cell for cell in cells if cell.value.startswith("=")]
    assert risky
    assert all(cell.quotePrefix for cell in risky)
    assert book["survey"].freeze_panes == "A2"
    assert all(8 <= column.width <= 48 for column in book["survey"].column_dimensions.values())


def test_workbook_written_again_from_itself_is_the_same_form(write):
    once = write_spreadsheet(open_source(write(TORTURE)))
    twice = write_spreadsheet(Source("torture.xlsx", once))
    assert read_source(Source("torture.xlsx", twice)).shape_hash == read_form(write(TORTURE)).shape_hash
