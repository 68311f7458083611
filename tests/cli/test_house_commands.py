"""``caravan init``, ``check`` and ``staff``: a data folder made, encrypted or plain, checked, and given its people."""

import sqlite3

import pytest

PASSPHRASE = "une longue phrase de passe"


def tables_of(file):
    with sqlite3.connect(file) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def test_init_makes_a_caravan_that_passes_its_check(run, tmp_path):
    folder = tmp_path / "c"
    made = run("init", "--plain", "--data", folder, "--name", "Sud", "--site", "Tata=طاطا", "--site", "Akka")
    assert (made.code, made.out, made.err) == (0, f"{folder}\n", "")
    checked = run("check", "--data", folder)
    assert checked.code == 0
    lines = checked.out.splitlines()
    assert lines[0] == "Sud: Tata, Akka"
    assert [line.split(":")[0] for line in lines[1:]] == ["ok  database", "ok  history", "ok  forms", "ok  disk"]


def test_init_without_a_site_stands_at_a_site_of_the_caravans_name(run, tmp_path):
    run("init", "--plain", "--data", tmp_path / "c", "--name", "Sud")
    assert run("check", "--data", tmp_path / "c").out.startswith("Sud: Sud\n")


def test_init_twice_is_refused_and_changes_nothing(run, data):
    before = (data / "house.json").read_text()
    again = run("init", "--plain", "--data", data)
    assert again.code == 1
    assert again.err == f"{data} already holds a caravan's data. Use it, or give another folder.\n"
    assert (data / "house.json").read_text() == before


@pytest.mark.parametrize("words", [("--name", " "), ("--site", "=طاطا"), ("--site", " ")])
def test_init_without_names_is_refused_before_anything_is_made(run, tmp_path, words):
    refused = run("init", "--plain", "--data", tmp_path / "c", *words)
    assert (refused.code, refused.err) == (1, "A caravan needs a name and at least one site.\n")
    assert not (tmp_path / "c").exists()


def test_an_encrypted_caravan_opens_with_its_passphrase_only(run, tmp_path, monkeypatch):
    folder = tmp_path / "c"
    monkeypatch.setenv("CARAVAN_PASSPHRASE", PASSPHRASE)
    assert run("init", "--data", folder, "--site", "Guelmim-la-secrète").code == 0
    file = folder / "caravan.sqlite3"
    assert not file.read_bytes().startswith(b"SQLite format 3")
    with pytest.raises(sqlite3.DatabaseError):
        tables_of(file)
    for stored in folder.iterdir():
        assert "secrète".encode() not in stored.read_bytes()
        assert PASSPHRASE.encode() not in stored.read_bytes()
    assert run("check", "--data", folder).code == 0
    monkeypatch.setenv("CARAVAN_PASSPHRASE", "une autre phrase de passe")
    wrong = run("check", "--data", folder)
    assert (wrong.code, wrong.err) == (1, "The passphrase is wrong. Type it again.\n")
    monkeypatch.delenv("CARAVAN_PASSPHRASE")
    missing = run("staff", "list", "--data", folder)
    assert (missing.code, missing.err.count("\n")) == (1, 1)


def test_the_files_that_open_a_caravan_are_the_owners_alone(run, tmp_path, monkeypatch):
    monkeypatch.setenv("CARAVAN_PASSPHRASE", PASSPHRASE)
    run("init", "--data", tmp_path / "c")
    for name in ("house.json", "key.json"):
        assert (tmp_path / "c" / name).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("passphrase", "words"), [("", "give the passphrase"), ("short", "at least 10 characters")])
def test_init_needs_a_passphrase_of_some_length(run, tmp_path, monkeypatch, passphrase, words):
    monkeypatch.setenv("CARAVAN_PASSPHRASE", passphrase)
    refused = run("init", "--data", tmp_path / "c")
    assert refused.code == 1
    assert words in refused.err
    monkeypatch.setenv("CARAVAN_PASSPHRASE", PASSPHRASE)
    assert run("init", "--data", tmp_path / "c").code == 0


def test_a_plain_caravan_is_a_plain_file(data):
    assert {"patient", "revision"} <= tables_of(data / "caravan.sqlite3")


@pytest.mark.parametrize("command", [["check"], ["staff", "list"], ["serve"], ["export", "report", "out.xlsx"]])
def test_a_folder_without_a_caravan_is_said_in_one_sentence(run, tmp_path, command):
    refused = run(*command, "--data", tmp_path / "none")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == f"{tmp_path / 'none'} holds no caravan yet. Run: caravan init\n"


def test_check_finds_a_history_that_was_tampered_with(run, data):
    with sqlite3.connect(data / "caravan.sqlite3") as connection:
        connection.execute('UPDATE revision SET patch = \'{"name": "other"}\' WHERE device_sequence = 3')
    connection.close()
    checked = run("check", "--data", data)
    assert checked.code == 1
    assert "BAD history" in checked.out
    assert "broken at [3]" in checked.out


@pytest.mark.parametrize("content", [b"no database at all, but text " * 50, b"\x00" * 5000])
def test_a_damaged_database_is_said_in_one_sentence(run, data, content):
    (data / "caravan.sqlite3").write_bytes(content)
    refused = run("check", "--data", data)
    assert (refused.code, refused.err) == (
        1,
        "The database cannot be read. Check the passphrase and the data folder.\n",
    )


def test_a_data_folder_that_cannot_be_made_is_said_in_one_sentence(run, tmp_path):
    (tmp_path / "file").write_text("in the way")
    refused = run("init", "--plain", "--data", tmp_path / "file" / "c")
    assert refused.code == 1
    assert refused.err.startswith(f"{tmp_path / 'file' / 'c'} cannot be read or written (")
    assert refused.err.count("\n") == 1


def test_staff_is_added_listed_and_given_another_pin(run, data):
    added = run("staff", "add", "Samir", "--role", "volunteer", "--lang", "ar", "--data", data)
    name, role, pin = added.out.strip().split("\t")
    assert (name, role, pin[:4], len(pin)) == ("Samir", "volunteer", "PIN ", 10)
    assert run("staff", "add", "Hind", "--role", "doctor", "--pin", "604183", "--data", data).out == "Hind\tdoctor\n"
    listed = run("staff", "list", "--data", data).out.splitlines()
    assert {"Samir\tvolunteer\tar", "Hind\tdoctor\tfr", "Nadia\tcoordinator\ten"} <= set(listed)
    changed = run("staff", "pin", "Samir", "--data", data).out.strip().split("\t")
    assert changed[0] == "Samir"
    assert changed[1] != pin


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "Samir", "--role", "doctor", "--pin", "123456"), "This PIN is too easy."),
        (("add", "Khadija", "--role", "doctor"), "Khadija is already on the staff list."),
        (("add", " ", "--role", "doctor"), "The name is empty."),
        (("pin", "Nobody"), "This person is not on the staff list."),
    ],
)
def test_staff_that_cannot_be_is_refused_in_one_sentence(run, data, words, sentence):
    refused = run("staff", *words, "--data", data)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(sentence)
    assert refused.err.count("\n") == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", "لا يحتوي"), ("fr", "ne contient"), ("en", "holds no caravan yet"), ("xx", "ne contient")],
)
def test_refusals_speak_the_language_of_the_environment(run, tmp_path, monkeypatch, language, words):
    monkeypatch.setenv("CARAVAN_LANG", language)
    assert words in run("check", "--data", tmp_path / "none").err
