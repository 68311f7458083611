"""Form files of every kind: true row numbers, the same shape, and a sentence for a file that is no form."""

import json

import openpyxl
import pytest

from caravan.formdefs.reader import FormError, read_form
from tests.formdefs.torture_forms import LABELS, SEXES, markdown, only, table


def test_row_numbers_count_blank_rows_but_no_rulers_and_comments(write):
    text = markdown("type  name\ninteger  a\nintger  b")
    head, ruled, *rest = text.splitlines()
    first, second = rest[0], rest[1]
    lines = ["Some words first.", head, ruled, "|---|---|", first, "|  |  |  |", "# a remark", second, *rest[2:]]
    with pytest.raises(FormError) as caught:
        read_form(write("\n".join(lines)))
    assert only(caught.value.problems).row == 4


def test_sheet_name_and_headings_may_share_a_line(write):
    text = markdown("type  name\ninteger  a").replace("| survey |\n|  |", "| survey |")
    assert list(read_form(write(text)).questions) == ["a"]


def test_byte_order_mark_and_windows_line_ends_are_harmless(tmp_path):
    path = tmp_path / "torture.md"
    path.write_bytes(b"\xef\xbb\xbf" + markdown("type  name\ninteger  a").replace("\n", "\r\n").encode())
    assert list(read_form(path).questions) == ["a"]


def test_file_that_is_not_utf_8_is_told_with_its_line(tmp_path):
    path = tmp_path / "torture.md"
    path.write_bytes(markdown("type  name\ninteger  a").encode() + "| é |".encode("latin-1"))
    with pytest.raises(FormError, match="line 8 is not UTF-8 text; save the file again"):
        read_form(path)


def test_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FormError, match=r"nothing\.md: the file cannot be opened"):
        read_form(tmp_path / "nothing.md")


def test_file_of_another_kind_is_refused(tmp_path):
    with pytest.raises(FormError, match=r'a form cannot be a "\.docx" file'):
        read_form(tmp_path / "form.docx")


@pytest.mark.parametrize("name", ["broken.md", "broken.csv", "broken.xlsx"])
def test_file_that_is_no_form_is_told(write, name):
    with pytest.raises(FormError, match=f"{name}: the file cannot be read as an XLSForm"):
        read_form(write("nothing of a form", name))


def test_csv_cell_too_large_to_be_one_is_told(write):
    with pytest.raises(FormError, match="not comma-separated text"):
        read_form(write('survey\n,"' + "a" * 200_000, "torture.csv"))


def test_row_wider_than_its_header_is_told(write):
    text = markdown("type  name\ninteger  a", messages=False).replace("| a en |", "| a en | stray |")
    with pytest.raises(FormError, match=r'row 2: "stray" stands to the right of the last column'):
        read_form(write(text))


@pytest.mark.parametrize(("name", "above"), [("torture.md", "| | stray |\n"), ("torture.csv", ",stray,,,,\n")])
def test_table_without_the_name_of_a_sheet_is_told(write, name, above):
    with pytest.raises(FormError, match=r'"stray" stands above the name of any sheet; write the name \(survey'):
        read_form(write(above + markdown("type  name\ninteger  a"), name))


def test_blank_table_line_above_the_first_sheet_is_told_by_the_table_reader(write):
    with pytest.raises(FormError, match="cannot be read as an XLSForm"):
        read_form(write("|  |  |\n" + markdown("type  name\ninteger  a")))


def test_column_given_twice_in_a_spreadsheet_is_told(tmp_path):
    sheets = sheets_of(markdown("type  name  name\ninteger  a  b"))
    write_xlsx(sheets, tmp_path / "torture.xlsx")
    with pytest.raises(FormError, match=r"\(Duplicate column header: name\)"):
        read_form(tmp_path / "torture.xlsx")


def test_same_slip_twice_in_one_rule_is_told_once(problems_of):
    assert only(problems_of("type  name  required\ninteger  a  ${b} > 1 or ${b} < 0")).column == "required"


def test_sheet_given_twice_is_told(write):
    text = markdown("type  name\nselect_one sex  a", SEXES) + table("choices", SEXES, LABELS)
    with pytest.raises(FormError, match="sheet choices: the sheet is given twice"):
        read_form(write(text))


def sheets_of(text):
    sheets, name = {}, ""
    for line in text.strip().splitlines():
        first, *cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        name = first or name
        sheets.setdefault(name, [])
        if any(cells):
            sheets[name].append(cells)
    return sheets


def write_csv(sheets, path):
    lines = []
    for name, rows in sheets.items():
        lines.append(name)
        lines += ["," + ",".join(f'"{cell}"' for cell in row) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")


def write_xlsx(sheets, path):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
    workbook.save(path)


@pytest.mark.parametrize(("suffix", "save"), [("csv", write_csv), ("xlsx", write_xlsx)])
def test_same_form_in_a_spreadsheet_has_the_same_shape(tmp_path, write, suffix, save):
    text = markdown("type  name  relevant\nselect_one sex  sex\ninteger  weeks  ${sex} = 'female'", SEXES)
    save(sheets_of(text), tmp_path / f"torture.{suffix}")
    assert read_form(tmp_path / f"torture.{suffix}").shape_hash == read_form(write(text)).shape_hash


@pytest.mark.parametrize(("suffix", "save"), [("csv", write_csv), ("xlsx", write_xlsx)])
def test_row_numbers_of_a_spreadsheet_count_blank_rows(tmp_path, suffix, save):
    sheets = sheets_of(markdown("type  name\ninteger  a\nintger  b"))
    sheets["survey"].insert(2, [""] * len(sheets["survey"][0]))
    save(sheets, tmp_path / f"torture.{suffix}")
    with pytest.raises(FormError) as caught:
        read_form(tmp_path / f"torture.{suffix}")
    assert only(caught.value.problems).row == 4


SHAPE = "type  name  unit  relevant\nselect_one sex  sex\ninteger  weeks  wk  ${sex} = 'female'"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("weeks", "months"),
        ("integer", "decimal"),
        ("  wk", "  mo"),
        ("= 'female'", "= 'male'"),
        ("select_one", "select_multiple"),
    ],
)
def test_shape_changes_with_names_types_units_and_rules(form_of, old, new):
    assert form_of(SHAPE, SEXES).shape_hash != form_of(SHAPE.replace(old, new), SEXES).shape_hash


def test_shape_changes_with_the_names_of_choices(form_of):
    assert form_of(SHAPE, SEXES).shape_hash != form_of(SHAPE, SEXES + "sex  unknown").shape_hash


def test_shape_does_not_change_with_wording_id_or_version(write):
    text = markdown(SHAPE, SEXES)
    other = text.replace("weeks fr", "Semaines").replace("female ar", "أنثى").replace("2026112101", "2027")
    assert read_form(write(text)).shape_hash == read_form(write(other)).shape_hash


def test_trees_of_a_form_are_plain_json(form_of):
    tree = form_of(SHAPE, SEXES).questions["weeks"].relevant
    assert json.loads(json.dumps(tree)) == tree
