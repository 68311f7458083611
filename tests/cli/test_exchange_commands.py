"""``caravan import``, ``export``, ``forms`` and ``print``: files in, files out, and one sentence for what cannot be."""

import pytest
from openpyxl import load_workbook

from caravan.domain.ids import new_id
from caravan.paths import shipped
from caravan.services.accounts import list_staff
from caravan.services.campaigns import close_caravan, start_next
from caravan.services.caravans import NewSite, Plan, get_caravan
from caravan.services.house import open_house
from caravan.services.operators import Operator
from caravan.settings import Settings

TABLE = "given_name_fr,family_name_fr,sex,birth_year,systolic_1_mmhg,diastolic_1_mmhg\n"
GOOD = TABLE + "Zahra,Oumlilid,female,1960,150,95\nBachir,Oumlilid,male,1980,118,76\n"
BAD_ROW = "Salka,Oumlilid,female,1970,118,250\n"


@pytest.fixture
def table(tmp_path):
    def do(content=GOOD, name="table.csv"):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return tmp_path / name

    return do


def test_an_import_says_what_became_of_the_rows_and_adds_them_once(run, data, table):
    first = run("import", table(), "--form", "vitals", "--data", data)
    assert (first.code, first.err) == (0, "")
    assert first.out == "2 rows: 2 added, 0 already there, 0 refused, 0 values left blank\n"
    again = run("import", table(), "--form", "vitals", "--data", data)
    assert again.out == "2 rows: 0 added, 2 already there, 0 refused, 0 values left blank\n"


def test_a_refused_row_is_told_by_number_and_the_command_ends_with_1(run, data, table):
    done = run("import", table(GOOD + BAD_ROW), "--form", "vitals", "--data", data)
    assert done.code == 1
    assert "2 added, 0 already there, 1 refused" in done.out
    assert done.err.startswith("row 4\trefused\tdiastolic_1_mmhg\t250: ")
    assert done.err.count("\n") == 1


def test_a_dry_run_adds_nothing(run, data, table):
    assert "2 would be added" in run("import", table(), "--form", "vitals", "--dry-run", "--data", data).out
    assert "2 added" in run("import", table(), "--form", "vitals", "--data", data).out


def test_many_notes_are_shortened_on_screen_and_whole_in_a_file(run, data, table, tmp_path):
    content = TABLE + "".join(f"A{n},B,female,1970,118,250\n" for n in range(30))
    shown = run("import", table(content), "--form", "vitals", "--data", data)
    assert shown.err.splitlines()[-1] == "… and 10 more notes: see them all with --notes FILE"
    assert shown.err.count("\n") == 21
    filed = run("import", table(content), "--form", "vitals", "--data", data, "--notes", tmp_path / "notes.txt")
    assert (filed.code, filed.err) == (1, "")
    assert len((tmp_path / "notes.txt").read_text("utf-8").splitlines()) == 30


def test_reasons_come_in_the_language_asked_for(run, data, table):
    done = run("import", table(TABLE + BAD_ROW), "--form", "vitals", "--data", data, "--lang", "ar")
    assert any("؀" <= letter <= "ۿ" for letter in done.err)


@pytest.mark.parametrize(
    ("content", "name", "form", "sentence"),
    [
        (b"", "empty.csv", "vitals", "empty.csv is empty."),
        (b"\xff\xd8\xff\xe1 photo", "photo.csv", "vitals", "photo.csv is not a text file."),
        (b"\xff\xd8\xff\xe1 photo", "photo.xlsx", "vitals", "photo.xlsx is not an Excel file."),
        (GOOD, "table.csv", "nose", "This caravan has no such form."),
        ("a,b\n1,2\n", "table.csv", "vitals", "No column of table.csv is a question of the form vitals."),
    ],
)
def test_a_file_that_cannot_be_imported_is_said_in_one_sentence(run, data, table, content, name, form, sentence):
    refused = run("import", table(content, name), "--form", form, "--data", data)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(sentence)
    assert refused.err.count("\n") == 1


def test_a_file_or_map_that_is_not_there_is_said_in_one_sentence(run, data, table, tmp_path):
    for words in (("nothing.csv",), (table(), "--map", tmp_path / "nothing.toml")):
        refused = run("import", *words, "--form", "vitals", "--data", data)
        assert refused.code == 1
        assert "cannot be found or opened" in refused.err


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_report_is_written_in_each_language(run, data, table, tmp_path, language):
    run("import", table(), "--form", "vitals", "--data", data)
    done = run("export", "report", tmp_path / "r.xlsx", "--lang", language, "--data", data)
    assert (done.code, done.out, done.err) == (0, f"{tmp_path / 'r.xlsx'}\n", "")
    book = load_workbook(tmp_path / "r.xlsx")
    assert book.worksheets[0].sheet_view.rightToLeft is (language == "ar")


def test_the_list_holds_everyone_who_was_screened_on_the_form(run, data, table, tmp_path):
    run("import", table(), "--form", "vitals", "--data", data)
    assert run("export", "list", tmp_path / "l.xlsx", "--form", "vitals", "--data", data).code == 0
    values = list(load_workbook(tmp_path / "l.xlsx").worksheets[0].iter_rows(values_only=True))
    names = {row[values[0].index("patient_name")] for row in values[2:]}
    assert names == {"Zahra Oumlilid", "Bachir Oumlilid"}


def test_an_export_can_be_of_a_site_and_days(run, data, tmp_path):
    words = ("--site", "Guelmim", "--from", "2026-11-01", "--to", "2026-11-30")
    assert run("export", "report", tmp_path / "r.xlsx", *words, "--data", data).code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("report", "out.xlsx", "--site", "Paris"), "This caravan has no such site."),
        (("list", "out.xlsx", "--form", "nose"), "This caravan has no such form."),
        (("list", "out.xlsx", "--form", "registration"), "This caravan has no such form."),
        (("report", "no/such/folder/out.xlsx"), "no/such/folder/out.xlsx cannot be read or written ("),
    ],
)
def test_an_export_that_cannot_be_is_said_in_one_sentence(run, data, tmp_path, words, sentence):
    refused = run("export", *words, "--data", data)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(sentence)
    assert refused.err.count("\n") == 1
    assert not (tmp_path / "out.xlsx").exists()


def test_forms_are_listed_with_version_and_title(run, tmp_path):
    listed = run("forms", "list", "--lang", "ar", "--data", tmp_path)
    lines = [line.split("\t") for line in listed.out.splitlines()]
    assert [line[0] for line in lines] == ["chronic", "dental", "eye", "registration", "vitals"]
    assert all(len(line) == 4 and line[1].isdigit() and line[3] for line in lines)


def test_the_shipped_forms_pass_their_check(run, tmp_path):
    checked = run("forms", "check", "--data", tmp_path)
    assert checked.code == 0
    assert {line.split()[1] for line in checked.out.splitlines()} >= {
        f"{form}.md" for form in ("chronic", "dental", "eye", "registration", "vitals")
    }


def test_a_broken_form_is_told_with_its_file_sheet_and_row(run, tmp_path):
    text = (
        (shipped("forms") / "vitals.md").read_text("utf-8").replace(". >= 25 and . <= 250", ". >= 25 and (. <= 250", 1)
    )
    (tmp_path / "mine.md").write_text(text, "utf-8")
    checked = run("forms", "check", tmp_path / "mine.md", "--data", tmp_path)
    assert checked.code == 1
    assert checked.err.startswith("mine.md, sheet survey, row ")


def test_a_form_file_that_is_no_form_is_said(run, tmp_path):
    (tmp_path / "mine.md").write_text("hello")
    checked = run("forms", "check", tmp_path / "mine.md", tmp_path / "nothing.md", "--data", tmp_path)
    assert checked.code == 1
    assert checked.err.count("\n") >= 2


def test_a_caravan_with_a_broken_form_of_its_own_says_where(run, data):
    (data / "forms").mkdir()
    (data / "forms" / "nose.md").write_text("hello")
    refused = run("check", "--data", data)
    assert refused.code == 1
    assert refused.err.startswith("nose.md")


def test_cards_are_printed_to_a_pdf(run, tmp_path):
    done = run("print", "cards", tmp_path / "cards.pdf", "--count", 41)
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "cards.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("count", [0, -1, 5001])
def test_a_count_of_cards_out_of_bounds_is_refused(run, tmp_path, count):
    refused = run("print", "cards", tmp_path / "cards.pdf", f"--count={count}")
    assert (refused.code, refused.err) == (1, "The number of cards must be between 1 and 5000.\n")
    assert not (tmp_path / "cards.pdf").exists()


def test_cards_in_a_folder_that_is_not_there_are_refused(run):
    refused = run("print", "cards", "no/such/folder/cards.pdf", "--count", 1)
    assert refused.code == 1
    assert refused.err.startswith("no/such/folder/cards.pdf cannot be read or written (")


def test_no_command_tells_who_the_patients_are(run, data, table, tmp_path):
    told = ""
    for words in (
        ("import", table(GOOD + BAD_ROW), "--form", "vitals"),
        ("import", table(), "--form", "vitals", "--dry-run"),
        ("export", "report", tmp_path / "r.xlsx"),
        ("export", "list", tmp_path / "l.xlsx", "--form", "vitals"),
        ("check",),
        ("staff", "list"),
        ("forms", "list"),
    ):
        done = run(*words, "--data", data)
        told += done.out + done.err
    assert "Zahra" not in told
    assert "Oumlilid" not in told


def test_the_report_of_an_earlier_caravan_is_asked_for_by_its_name(run, data, tmp_path):
    with open_house(Settings(data=data)) as house:
        boss = next(Operator(s.id, s.name, s.role, s.language) for s in list_staff(house) if s.role == "coordinator")
        close_caravan(house, boss, get_caravan(house).id)
        start_next(house, boss, Plan("Printemps", [NewSite("Tan-Tan")]), operation_id=new_id())
    for words, name in (((), "Printemps"), (("--caravan", "caravane du sud"), "Caravane du Sud")):
        out = tmp_path / f"{name}.xlsx"
        assert run("export", "report", out, *words, "--data", data).code == 0
        cells = [str(cell.value) for sheet in load_workbook(out).worksheets for row in sheet for cell in row]
        assert any(name in cell for cell in cells)
    unknown = run("export", "report", tmp_path / "no.xlsx", "--caravan", "nowhere", "--data", data)
    assert (unknown.code, unknown.err.count("\n")) == (1, 1)
