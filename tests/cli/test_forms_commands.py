"""``caravan forms``: checked with sentences, written for other tools, added whole or not at all."""

import shutil

import openpyxl
import pytest

from caravan.paths import shipped
from tests.formdefs.torture_forms import LABELS, SETTINGS, markdown, table

HEARING = SETTINGS.replace("| torture |", "| hearing |")


@pytest.fixture
def form_file(tmp_path):
    def write(survey="type  name\ninteger  loss_r_db", name="hearing.md"):
        path = tmp_path / name
        path.write_text(markdown(survey, settings=HEARING, messages=False), "utf-8")
        return path

    return write


def test_shipped_forms_and_the_sites_own_pass(run, data, form_file):
    (data / "forms").mkdir()
    shutil.copy(form_file(), data / "forms" / "hearing.md")
    done = run("forms", "check", "--data", data)
    assert (done.code, done.err) == (0, "")
    assert done.out.split() == [
        *("ok", "chronic.md", "ok", "dental.md", "ok", "eye.md", "ok", "registration.md", "ok", "vitals.md"),
        *("ok", "hearing.md"),
    ]


def test_form_that_would_mislead_ends_with_one_and_one_sentence(run, form_file):
    path = form_file("type  name  relevant\ninteger  age\nnote  adult  ${age} >= 18")
    done = run("forms", "check", path, shipped("forms") / "vitals.md")
    assert (done.code, done.out) == (1, "ok vitals.md\n")
    assert done.err.startswith("hearing.md, sheet survey, row 3, column relevant: ")
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsm", b"PK", "a form cannot carry macros"),
        ("a.xlsx", b"\xff\xd8\xff\xe0", "no spreadsheet, whatever its name says"),
        ("a.md", table("survey", "type  name\ntext  a", LABELS[1:2]).encode() + HEARING.encode(), "one language only"),
        ("a.md", markdown("type  name  calculation\ncalculate  a  ${b}\ncalculate  b  ${a}").encode(), "on itself"),
    ],
)
@pytest.mark.parametrize("command", ["check", "add"])
def test_bad_file_is_one_sentence_and_leaves_nothing(run, data, tmp_path, command, name, content, said):
    (tmp_path / name).write_bytes(content)
    done = run("forms", command, tmp_path / name, "--data", data)
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert not (data / "forms").exists()


def test_file_that_is_not_there_is_told(run, data, tmp_path):
    done = run("forms", "add", tmp_path / "no.xlsx", "--data", data)
    assert (done.code, len(done.err.splitlines())) == (1, 1)
    assert "no.xlsx: the file cannot be opened" in done.err


def test_form_is_written_as_a_workbook_and_added_again(run, data, tmp_path):
    out = tmp_path / "eye.xlsx"
    assert run("forms", "xlsx", "eye", out, "--data", data).out == f"{out}\n"
    assert openpyxl.load_workbook(out).sheetnames == ["survey", "choices", "settings"]
    done = run("forms", "add", out, "--data", data)
    assert done.out.endswith("same version, words updated\n")
    assert [path.name for path in (data / "forms").iterdir()] == ["eye.xlsx"]
    assert run("forms", "list", "--data", data).code == 0


def test_unknown_form_and_unwritable_file_are_told(run, data, tmp_path):
    assert run("forms", "xlsx", "nothing", tmp_path / "a.xlsx", "--data", data).code == 1
    done = run("forms", "xlsx", "eye", tmp_path / "no" / "a.xlsx", "--data", data)
    assert (done.code, len(done.err.splitlines())) == (1, 1)


def test_new_form_is_a_new_station_then_a_newer_version(run, data, form_file):
    path = form_file()
    assert run("forms", "add", path, "--data", data).out == "hearing\t2026112101\tnew station\n"
    assert "hearing\t2026112101" in run("forms", "list", "--data", data).out
    path.write_text(path.read_text("utf-8").replace("2026112101", "2026112102"), "utf-8")
    assert run("forms", "add", path, "--data", data).out == "hearing\t2026112102\treplaces 2026112101\n"


def test_changed_form_of_the_site_is_repaired_by_adding_it_with_a_new_version(run, data, form_file):
    path = form_file()
    run("forms", "add", path, "--data", data)
    changed = markdown("type  name\ndecimal  loss_r_db", settings=HEARING, messages=False)
    (data / "forms" / "hearing.md").write_text(changed, "utf-8")
    assert run("check", "--data", data).code == 1
    path.write_text(changed.replace("2026112101", "2026112102"), "utf-8")
    assert run("forms", "add", path, "--data", data).code == 0
    assert run("check", "--data", data).code == 0


def test_check_of_the_house_and_the_demonstration_tell_what_would_mislead(run, data, form_file):
    (data / "forms").mkdir()
    shutil.copy(form_file("type  name\ninteger  pulse_bpm"), data / "forms" / "hearing.md")
    done = run("check", "--data", data)
    assert done.code == 1
    assert 'BAD form: hearing.md, sheet survey, row 2, column constraint: "pulse_bpm" takes 24' in done.out


def test_demonstration_says_on_standard_error_what_would_mislead(run, tmp_path, form_file):
    demo = tmp_path / "demo"
    (demo / "forms").mkdir(parents=True)
    shutil.copy(form_file("type  name\ninteger  pulse_bpm"), demo / "forms" / "hearing.md")
    done = run("demo", "--make-only", "--people", "1", "--data", demo)
    assert done.code == 0
    assert '"pulse_bpm" takes 24' in done.err
