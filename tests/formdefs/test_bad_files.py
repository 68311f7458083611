"""Files that are no form, or more than one: each is refused with one sentence, before it can do harm."""

import io
import zipfile

import openpyxl
import pytest

from caravan.formdefs.reader import FormError, read_form, read_source
from caravan.formdefs.sources import LARGEST_BYTES, LARGEST_UNPACKED, Source, open_source, source_of
from tests.formdefs.torture_forms import LABELS, SETTINGS, markdown, only, table

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(64)


def sentence_of(path):
    with pytest.raises(FormError) as caught:
        read_form(path)
    return str(only(caught.value.problems))


@pytest.fixture
def workbook(tmp_path):
    """A form saved by a spreadsheet program, and a way to add parts to it."""

    def make(name="torture.xlsx", **parts):
        path = tmp_path / name
        book = openpyxl.Workbook()
        book.active.title = "survey"
        book.save(path)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            for part, content in parts.items():
                archive.writestr(f"xl/{part.replace('_', '.')}", content)
        return path

    return make


def test_file_of_fifty_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "torture.xlsx"
    with path.open("wb") as file:
        file.truncate(50 * 1024**2)
    assert sentence_of(path) == (
        "torture.xlsx: the file has 50 MB, and a form has 5 at most; copy its three sheets into a new workbook, "
        "without pictures, and save that."
    )


def test_large_content_is_refused_too():
    with pytest.raises(FormError, match="a form has 5 at most"):
        read_source(Source("torture.md", b" " * (LARGEST_BYTES + 1)))


def test_zip_bomb_is_refused_by_the_size_it_unpacks_to(workbook):
    path = workbook(bomb_xml=bytes(LARGEST_UNPACKED + 1))
    assert path.stat().st_size < LARGEST_BYTES
    assert "torture.xlsx: the file unpacks to 32 MB, far more than any form" in sentence_of(path)


def test_xml_that_declares_entities_is_refused(workbook):
    assert "declares entities" in sentence_of(workbook(bomb_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'))


@pytest.mark.parametrize("name", ["torture.xlsm", "torture.XLSM", "torture.xlsb"])
def test_kinds_of_file_that_carry_macros_are_refused(workbook, name):
    assert "a form cannot carry macros" in sentence_of(workbook(name))


def test_macros_inside_a_plain_workbook_are_refused(workbook):
    assert sentence_of(workbook(vbaProject_bin=b"Sub")) == (
        "torture.xlsx: the file carries macros, which no form needs; save it as .xlsx, without macros."
    )


def test_an_archive_of_a_kind_that_is_not_known_is_refused(workbook):
    """What zipfile answers with NotImplementedError: here an archive that asks for a reader of version 9.9."""
    path = workbook()
    content = bytearray(path.read_bytes())
    content[content.find(b"PK\x01\x02") + 6] = 99
    path.write_bytes(content)
    assert "no spreadsheet, whatever its name" in sentence_of(path)


@pytest.mark.parametrize(
    ("name", "said"),
    [("torture.xlsx", "no spreadsheet, whatever its name"), ("torture.md", "no text"), ("torture.csv", "no text")],
)
def test_photo_renamed_is_told(tmp_path, name, said):
    path = tmp_path / name
    path.write_bytes(JPEG)
    assert said in sentence_of(path)


@pytest.mark.parametrize("name", ["torture.jpg", "torture.xls", "torture"])
def test_other_kinds_of_file_are_refused(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(JPEG)
    assert "save it as .md, .csv or .xlsx" in sentence_of(path)


def test_form_of_five_thousand_questions_is_refused_once(write):
    survey = "type  name\n" + "\n".join(f"text  question_{number}" for number in range(5000))
    assert sentence_of(write(markdown(survey, messages=False))) == (
        "torture.md, sheet survey, row 1002: the sheet has 5000 rows, and 1000 is the most that can be used; divide "
        "the form into several."
    )


def test_calculations_in_a_circle_are_told_once(problems_of):
    circle = "type  name  calculation\ncalculate  a  ${b} + 1\ncalculate  b  ${a} + 1"
    assert "because its result depends on itself" in only(problems_of(circle)).what


def test_form_in_one_language_is_told_once(write):
    survey, choices = "type  name\nselect_one yn  a\nselect_one yn  b", "list_name  name\nyn  yes\nyn  no"
    text = table("survey", survey, LABELS[1:2]) + table("choices", choices, LABELS[1:2]) + SETTINGS
    assert sentence_of(write(text)) == (
        "torture.md, sheet survey, row 1, column label::العربية (ar): the form is in one language only, Français (fr): "
        '"label::العربية (ar)" and "label::English (en)" are missing; add the column to survey and choices, '
        "screen_title to settings, and translate each row."
    )


def test_source_comes_back_from_the_text_that_is_kept(tmp_path):
    for name, content in (("a.md", "| é |".encode()), ("a.xlsx", JPEG)):
        (tmp_path / name).write_bytes(content)
        source = open_source(tmp_path / name)
        assert source_of(name, source.as_text()) == source


def test_encrypted_part_is_no_spreadsheet():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
    spoilt = bytearray(buffer.getvalue())
    spoilt[6] |= 1  # the flag that says "encrypted", in the part and in the list of parts
    spoilt[spoilt.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(FormError, match="without a password"):
        read_source(Source("a.xlsx", bytes(spoilt)))
