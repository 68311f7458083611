"""A site's own forms: added, upgraded, refused whole; and old answers seen with the form they were given to."""

import io
import os
import shutil
from dataclasses import replace

import openpyxl
import pytest

from caravan.domain.errors import NotFoundError
from caravan.formdefs.catalogue import load_catalogue
from caravan.formdefs.problems import FormError
from caravan.formdefs.sources import Source, open_source
from caravan.paths import shipped
from caravan.services.caravans import get_caravan
from caravan.services.checking import check_house
from caravan.services.exporting import Filters, export_list, export_report
from caravan.services.forms import (
    add_form,
    form_of,
    list_versions,
    misleading,
    misleading_of_site,
    over_versions,
    spreadsheet_of,
)
from caravan.services.house import open_house
from caravan.storage.tables import Audit, FormVersion, Revision
from tests.formdefs.torture_forms import SETTINGS, markdown
from tests.refusals import refused

HEARING = """
type  name  unit  constraint
select_one yn  hears_whisper  ~  ~
integer  loss_r_db  dB  . >= 0 and . <= 120
"""
YES_NO = "list_name  name\nyn  yes\nyn  no"


def source(survey=HEARING, choices=YES_NO, *, version="1", form_id="hearing", name="hearing.md"):
    settings = SETTINGS.replace("| torture |", f"| {form_id} |").replace("2026112101", version)
    return Source(name, without_idle_messages(markdown(survey, choices, settings)).encode())


def without_idle_messages(text):
    """The torture forms give every row every message; those of rules that a row does not have would be told."""
    survey, mark, rest = text.partition("| choices |")
    first, head, *rows = survey.splitlines()
    columns = [cell.strip() for cell in head.split("|")]
    kept = [" | ".join(_kept_cells(columns, row.split("|"))).strip() for row in rows]
    return "\n".join([first, head, *kept, mark + rest])


def _kept_cells(columns, cells):
    row = dict(zip(columns, (cell.strip() for cell in cells), strict=True))
    idle = {column for column in columns if "_message" in column and not row.get(column.partition("_message")[0])}
    return ["" if column in idle else cell.strip() for column, cell in zip(columns, cells, strict=True)]


@pytest.fixture
def reopened(settings, clock):
    """Do something in the house opened again, as the next start does."""

    def do(job):
        with open_house(settings, now=clock) as again:
            return job(again)

    return do


@pytest.fixture
def forms_folder(settings):
    return settings.data / "forms"


def names_in(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_new_station_is_installed_and_joins_the_caravan(house, staff, forms_folder, reopened, rows):
    added = add_form(house, staff["coordinator"], source())
    assert (added.form_id, added.version, added.replaced, added.is_new_station) == ("hearing", "1", None, True)
    assert names_in(forms_folder) == ["hearing.md"]
    assert reopened(lambda again: get_caravan(again).stations)[-1] == "hearing"
    (revision,) = [row for row in rows(Revision, entity="caravan") if row["patch"].keys() == {"stations"}]
    assert revision["author_id"] == staff["coordinator"].staff_id
    assert rows(Audit, action="form_add")[0]["detail"] == "hearing 1"


def test_form_of_the_reception_joins_no_station(house, forms_folder):
    registration = open_source(shipped("forms") / "registration.md")
    newer = Source("r.md", registration.content.replace(house.forms["registration"].version.encode(), b"2026112899"))
    added = add_form(house, None, newer)
    assert not added.is_new_station
    assert added.replaced == house.forms["registration"].version
    assert names_in(forms_folder) == ["registration.md"]


def test_added_as_a_workbook_it_is_kept_and_read_again(house, forms_folder, reopened):
    workbook = Source("any name.xlsx", spreadsheet_of(house.forms, "vitals"))
    assert add_form(house, None, workbook).replaced == house.forms["vitals"].version
    assert names_in(forms_folder) == ["vitals.xlsx"]
    assert reopened(lambda again: again.forms["vitals"].file) == "vitals.xlsx"


def test_upgrade_takes_the_place_of_the_older_file_whatever_its_name(house, forms_folder, reopened, rows):
    forms_folder.mkdir()
    (forms_folder / "our_ears.md").write_bytes(source().content)
    reopened(lambda again: None)
    added = add_form(house, None, source(HEARING + "text  notes", version="2"))
    assert added.replaced == "1"
    assert names_in(forms_folder) == ["hearing.md"]
    assert {row["version"] for row in rows(FormVersion, form_id="hearing")} == {"1", "2"}


def test_new_words_need_no_new_version_and_are_kept(house, reopened, rows):
    add_form(house, None, source())
    worded = Source("hearing.md", source().content.replace(b"loss_r_db fr", b"Perte"))
    assert add_form(house, None, worded).replaced == "1"
    assert reopened(lambda again: again.forms["hearing"].label("loss_r_db", "fr")) == "Perte"
    (kept,) = rows(FormVersion, form_id="hearing")
    assert "Perte" in kept["source"]


def test_same_version_with_another_shape_is_refused_with_what_changed(house, forms_folder, rows):
    add_form(house, None, source())
    before = (forms_folder / "hearing.md").read_bytes()
    with refused("form.changed") as caught:
        add_form(house, None, source(HEARING.replace("integer", "decimal") + "text  notes"))
    assert caught.value.params == {
        "form": "hearing",
        "version": "1",
        "changes": "loss_r_db (type: integer → decimal); notes (added)",
    }
    assert (forms_folder / "hearing.md").read_bytes() == before
    assert names_in(forms_folder) == ["hearing.md"]


def test_older_version_is_refused(house, forms_folder):
    add_form(house, None, source(version="10"))
    with refused("form.older") as caught:
        add_form(house, None, source(version="9"))
    assert caught.value.params == {"form": "hearing", "version": "9", "newest": "10"}
    vitals = open_source(shipped("forms") / "vitals.md")
    with refused("form.older"):
        add_form(
            house, None, Source("v.md", vitals.content.replace(house.forms["vitals"].version.encode(), b"2025010101"))
        )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"survey": HEARING.replace("integer", "intger")}, '"intger" is not a type'),
        ({"survey": HEARING.replace("loss_r_db", "pulse_bpm")}, '"pulse_bpm" takes 24'),
        ({"survey": "type  name  constraint\ninteger  a\ninteger  b  . > ${a}"}, "left blank"),
        ({"form_id": "registration"}, "no question asks a given name"),
        ({"name": "hearing.xlsx"}, "no spreadsheet, whatever its name says"),
    ],
)
def test_form_that_is_wrong_or_would_mislead_is_refused_and_nothing_is_left(house, forms_folder, rows, changed, said):
    versions = len(rows(FormVersion))
    with pytest.raises(FormError, match=said):
        add_form(house, None, source(**changed))
    assert names_in(forms_folder) == []
    assert len(rows(FormVersion)) == versions


def test_when_the_disk_refuses_nothing_is_half_installed(house, forms_folder, rows, monkeypatch):
    add_form(house, None, source())

    def full(*_paths):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        add_form(house, None, source(HEARING + "text  notes", version="2"))
    assert names_in(forms_folder) == ["hearing.md"]
    assert b"notes" not in (forms_folder / "hearing.md").read_bytes()
    assert {row["version"] for row in rows(FormVersion, form_id="hearing")} == {"1"}


def test_when_the_disk_is_full_before_the_file_is_whole_nothing_is_left(house, forms_folder, monkeypatch):
    def full(_file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        add_form(house, None, source())
    assert names_in(forms_folder) == []


def test_damaged_form_of_the_site_can_be_replaced(house, settings, forms_folder):
    forms_folder.mkdir()
    (forms_folder / "hearing.md").write_text("nothing of a form", "utf-8")
    with pytest.raises(FormError), open_house(settings):
        pass
    with open_house(settings, replacing="hearing") as again:
        add_form(again, None, source())
    with open_house(settings) as again:
        assert again.forms["hearing"].version == "1"


def test_changed_form_refuses_to_start_and_says_which_question(house, settings, forms_folder):
    forms_folder.mkdir()
    shutil.copy(shipped("forms") / "vitals.md", forms_folder)
    file = forms_folder / "vitals.md"
    text = file.read_text("utf-8").replace(". >= 25 and . <= 250", ". >= 20 and . <= 250")
    file.write_text(text, "utf-8")
    with refused("form.changed") as caught, open_house(settings):
        pass
    assert caught.value.params["changes"] == "pulse_bpm (constraint)"


def test_form_that_would_mislead_starts_and_is_told(house, settings, forms_folder):
    forms_folder.mkdir()
    (forms_folder / "hearing.md").write_bytes(source(HEARING.replace("loss_r_db", "pulse_bpm")).content)
    with open_house(settings) as again:
        assert any('"pulse_bpm" takes 24' in str(problem) for problem in misleading(again.forms))
        assert {problem.file for problem in misleading_of_site(again.forms)} == {"hearing.md"}
        bad = [line for line in check_house(again) if not line.is_good]
    assert {line.what for line in bad} == {"form"}
    assert "hearing.md, sheet survey, row 3" in bad[0].detail


def test_shipped_form_changed_by_the_site_is_looked_over_at_the_start(house, settings, forms_folder):
    assert misleading_of_site(house.forms) == []
    forms_folder.mkdir()
    vitals = house.forms.sources["vitals"].content.decode()
    changes = {". >= 25 and . <= 250": ". >= 1 and . <= 250", house.forms["vitals"].version: "2099010100"}
    for old, new in changes.items():
        vitals = vitals.replace(old, new)
    (forms_folder / "vitals.md").write_text(vitals, "utf-8")
    with open_house(settings) as again:
        assert {problem.file for problem in misleading_of_site(again.forms)} == {"vitals.md"}


@pytest.fixture
def two_versions(house, settings, clock, staff, register):
    """Someone screened with version 1, someone else with version 2, which asks less and more."""
    patients = register(), register(given_name_fr="Aicha", given_name_ar="عائشة", phone="0661000000")
    first = HEARING + "select_one side  side"
    add_form(house, None, source(first, YES_NO + "\nside  left\nside  right"))
    with open_house(settings, now=clock) as again:
        fill(again, staff, patients[0], hears_whisper="no", side="left")
    second = HEARING + "text  aid"
    with open_house(settings, now=clock) as again:
        add_form(again, None, source(second, YES_NO, version="2"))
    with open_house(settings, now=clock) as again:
        fill(again, staff, patients[1], hears_whisper="yes", aid="oui")
        yield again


def fill(house, staff, patient_id, **answers):
    from caravan.domain.ids import new_id  # noqa: PLC0415
    from caravan.services.outcomes import Filled  # noqa: PLC0415
    from caravan.services.screening import Saved, record_screening  # noqa: PLC0415

    saved = record_screening(
        house, staff["doctor"], patient_id=patient_id, form_id="hearing", filled=Filled(answers, new_id())
    )
    assert isinstance(saved, Saved)


def test_old_screening_opens_with_its_own_versions_form(two_versions):
    old = form_of(two_versions, "hearing", "1")
    assert "side" in old.questions
    assert form_of(two_versions, "hearing", "1") is old
    assert form_of(two_versions, "hearing", "2") is two_versions.forms["hearing"]
    with refused("form.unknown", NotFoundError):
        form_of(two_versions, "hearing", "3")


def test_versions_are_listed_the_latest_first(two_versions):
    cards = list_versions(two_versions, "hearing")
    assert [(card.version, card.is_current) for card in cards] == [("2", True), ("1", False)]


def test_list_holds_the_questions_of_every_version(two_versions):
    content = export_list(two_versions, None, form_id="hearing", lang="fr", filters=Filters())
    book = openpyxl.load_workbook(io.BytesIO(content))
    names, labels, *records = [[cell.value for cell in row] for row in book.worksheets[0]]
    assert {"hears_whisper", "side", "aid"} <= set(names)
    assert labels[names.index("side")] == "side fr"
    place = {name: names.index(name) for name in ("form_version", "side", "aid")}
    found = {record[place["form_version"]]: (record[place["side"]], record[place["aid"]]) for record in records}
    assert found == {"1": ("left", None), "2": (None, "oui")}
    codebook = [[cell.value for cell in row] for row in book.worksheets[1]]
    assert ["side", "left fr"] in [[row[0], row[5]] for row in codebook]


def test_report_is_written_over_both_versions(two_versions):
    assert export_report(two_versions, None, lang="fr", filters=Filters()).startswith(b"PK")


def test_version_that_can_no_longer_be_read_is_left_out_of_the_union(two_versions):
    def spoil(unit):
        row = unit.session.get(FormVersion, ("hearing", "1"))
        row.source = "nothing of a form"
        unit.session.add(row)

    two_versions.database.write(spoil, at=two_versions.now())
    assert "side" not in over_versions(two_versions, "hearing", {"1", "2", "never"}).questions


def test_form_no_longer_in_use_is_still_known_by_its_versions(two_versions):
    without = replace(two_versions, forms=load_catalogue(shipped("forms")))
    assert "side" in over_versions(without, "hearing", {"1", "2"}).questions
