"""Reading other people's files: what Excel and registries write, and what is no table at all."""

import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from PIL import Image

from caravan.services.importing import tables
from caravan.services.importing.tables import cell_text, read_rows
from tests.refusals import refused


@pytest.fixture
def csv_file(tmp_path):
    def do(content, name="table.csv"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return file

    return do


@pytest.fixture
def xlsx_file(tmp_path):
    def do(*lines):
        book = Workbook()
        for line in lines:
            book.active.append(line)
        book.save(tmp_path / "table.xlsx")
        return tmp_path / "table.xlsx"

    return do


@pytest.fixture
def photo(tmp_path):
    """A photograph under the name of a table."""

    def do(name):
        Image.effect_noise((64, 48), 80).convert("RGB").save(tmp_path / "photo.jpg", exif=b"Exif\x00\x00II*\x00\x08")
        return (tmp_path / "photo.jpg").rename(tmp_path / name)

    return do


def content(file):
    return [(row.number, row.cells) for row in read_rows(file)]


TWO_ROWS = [(2, {"name": "Aïcha", "age": "7,5"}), (3, {"name": "العروسي", "age": "60"})]


@pytest.mark.parametrize(
    "written",
    [
        "name;age\nAïcha;7,5\nالعروسي;60\n",
        "\ufeffname;age\r\nAïcha;7,5\r\nالعروسي;60",
        'name,age\nAïcha,"7,5"\nالعروسي,60\n',
        "name\tage\nAïcha\t7,5\nالعروسي\t60\n",
        "name|age|\nAïcha|7,5|\nالعروسي|60|\n",
        ' "name" ; age \n Aïcha ; 7,5\nالعروسي;60;\n',
    ],
)
def test_a_csv_is_read_whatever_divides_its_columns(csv_file, written):
    cells = [
        (number, {name.strip(' "'): value for name, value in row.items()}) for number, row in content(csv_file(written))
    ]
    assert cells == TWO_ROWS


def test_a_csv_that_excel_wrote_in_french_is_read(csv_file):
    assert content(csv_file("prénom;âge\nAïcha;7,5\n".encode("cp1252"))) == [(2, {"prénom": "Aïcha", "âge": "7,5"})]


def test_commas_inside_quoted_headers_do_not_divide(csv_file):
    assert content(csv_file('"systolic, mmHg, seated";day\n120;1\n')) == [
        (2, {"systolic, mmHg, seated": "120", "day": "1"})
    ]


def test_rows_keep_their_numbers_over_blank_ones(csv_file):
    file = csv_file("\n,,\na,b\n1,2\n\n,\n3,4\n")
    assert content(file) == [(4, {"a": "1", "b": "2"}), (7, {"a": "3", "b": "4"})]


def test_a_row_that_is_longer_than_the_header_says_so(csv_file):
    assert [row.has_more for row in read_rows(csv_file("a,b\n1,2,\n7,5,3\n"))] == [False, True]


def test_rows_of_the_same_content_have_fingerprints_of_their_own(csv_file):
    first, twin, other = read_rows(csv_file("a\n1\n1\n2\n"))
    assert len({first.fingerprint, twin.fingerprint, other.fingerprint}) == 3
    again = read_rows(csv_file("a\n2\n1\n1\n", "sorted.csv"))
    assert {row.fingerprint for row in again} == {first.fingerprint, twin.fingerprint, other.fingerprint}


def test_a_sheet_is_read_as_a_person_would_type_it(xlsx_file):
    file = xlsx_file(
        ["id", "pressure", "weight", "born", "seen", "note"],
        [1, 114.0, 70.25, date(1959, 3, 8), datetime(2026, 11, 21, 9, 30), None],
        [None, None, None, None, None, None],
        [2, -3.0, 1e15, None, None, " ok "],
    )
    assert content(file) == [
        (
            2,
            {
                "id": "1",
                "pressure": "114",
                "weight": "70.25",
                "born": "1959-03-08",
                "seen": "2026-11-21 09:30:00",
                "note": "",
            },
        ),
        (4, {"id": "2", "pressure": "-3", "weight": "1000000000000000", "born": "", "seen": "", "note": "ok"}),
    ]


def test_a_sheet_whose_size_is_written_wrong_is_read_whole(xlsx_file, tmp_path):
    file = xlsx_file(["a", "b"], [1, 2], [3, 4])
    short = tmp_path / "short.xlsx"
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(short, "w") as changed:
        for info in whole.infolist():
            changed.writestr(info.filename, whole.read(info).replace(b'ref="A1:B3"', b'ref="A1"'))
    assert len(read_rows(short)) == 2


@pytest.mark.parametrize(("value", "text"), [(True, "True"), (0.1, "0.1"), ("x", "x"), (None, "")])
def test_other_cells_become_text(value, text):
    assert cell_text(value) == text


@pytest.mark.parametrize(("name", "code"), [("photo.xlsx", "import.not_xlsx"), ("photo.csv", "import.not_text")])
def test_a_renamed_photograph_is_refused(photo, name, code):
    with refused(code) as caught:
        read_rows(photo(name))
    assert caught.value.params["file"] == name


@pytest.mark.parametrize("name", ["table.csv", "table.xlsx"])
def test_an_empty_file_is_refused(csv_file, name):
    with refused("import.empty"):
        read_rows(csv_file(b"", name))


@pytest.mark.parametrize("written", ["a,b\n", "a,b", "\n\n", "a,b\n,\n", " ", "\ufeff"])
def test_a_file_without_rows_is_as_good_as_empty(csv_file, written):
    with refused("import.empty"):
        read_rows(csv_file(written))


def test_a_sheet_with_a_header_alone_is_as_good_as_empty(xlsx_file):
    with refused("import.empty"):
        read_rows(xlsx_file(["a", "b"]))


@pytest.mark.parametrize("written", ["a,b,a\n1,2,3\n", "a,,c\n1,2,3\n", "a, a\n1,2\n"])
def test_columns_without_a_name_of_their_own_are_refused(csv_file, written):
    with refused("import.headers"):
        read_rows(csv_file(written))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with refused("import.no_file"):
        read_rows(tmp_path / "nothing.csv")
    with refused("import.no_file"):
        read_rows(tmp_path)


def test_a_file_over_the_limit_is_refused_before_it_is_read(csv_file, monkeypatch):
    monkeypatch.setattr(tables, "LARGEST_BYTES", 10)
    with refused("import.too_large"):
        read_rows(csv_file("a,b\n1,2\n3,4\n5,6\n"))


def test_a_sheet_that_unpacks_over_the_limit_is_refused_before_it_is_unpacked(xlsx_file, monkeypatch):
    file = xlsx_file(["a"], *[["x" * 100] for _ in range(500)])
    monkeypatch.setattr(tables, "LARGEST_UNPACKED", 5000)
    monkeypatch.setattr(tables, "load_workbook", lambda *_a, **_k: pytest.fail("it was unpacked"))
    with refused("import.too_large"):
        read_rows(file)


def test_a_cell_without_end_is_refused(csv_file):
    with refused("import.not_text"):
        read_rows(csv_file('a,b\n"' + "x" * 200_000))


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", "a,b\n1,2\n".encode("utf-16")])
def test_other_kinds_of_file_are_no_csv(csv_file, start):
    with refused("import.not_text"):
        read_rows(csv_file(start + b" some more, content\n"))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_a_damaged_sheet_is_refused(xlsx_file, tmp_path, part, damage):
    file, broken = xlsx_file(["a", "b"], [1, 2]), tmp_path / "broken.xlsx"
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(broken, "w") as changed:
        for info in whole.infolist():
            data = whole.read(info)
            if info.filename == part and damage == "missing":
                continue
            changed.writestr(info.filename, data[: len(data) // 2] if info.filename == part else data)
    with refused("import.not_xlsx"):
        read_rows(broken)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    with refused("import.not_xlsx"):
        read_rows(tmp_path / "other.xlsx")
