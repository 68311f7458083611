"""The forms of a folder, and of a site that replaces some."""

import pytest

from caravan.formdefs.catalogue import Catalogue, form_files, load_catalogue
from caravan.formdefs.problems import FormError
from tests.formdefs.torture_forms import SETTINGS, markdown

ONE = "type  name\ninteger  a"


@pytest.fixture
def folders(tmp_path):
    shipped, site = tmp_path / "shipped", tmp_path / "site"
    shipped.mkdir()
    site.mkdir()
    return shipped, site


def put(folder, form_id, survey=ONE, *, station="yes", name=None):
    settings = SETTINGS.replace("| torture |", f"| {form_id} |").replace("| yes |", f"| {station} |")
    (folder / (name or f"{form_id}.md")).write_text(markdown(survey, settings=settings), encoding="utf-8")


def test_forms_are_found_by_id_and_stations_apart(folders):
    shipped, _ = folders
    put(shipped, "vitals")
    put(shipped, "registration", station="no")
    put(shipped, "eye")
    catalogue = load_catalogue(shipped)
    assert list(catalogue) == ["eye", "registration", "vitals"]
    assert len(catalogue) == 3
    assert catalogue["eye"].id == "eye"
    assert [form.id for form in catalogue.stations] == ["eye", "vitals"]


def test_later_folder_replaces_a_form_and_adds_its_own(folders):
    shipped, site = folders
    put(shipped, "eye")
    put(shipped, "vitals")
    put(site, "eye", "type  name\ninteger  b", name="our_eyes.md")
    put(site, "hearing")
    catalogue = load_catalogue(shipped, site, site / "not_there")
    assert list(catalogue) == ["eye", "hearing", "vitals"]
    assert list(catalogue["eye"].questions) == ["b"]
    assert catalogue["eye"].file == "our_eyes.md"


def test_problems_of_all_files_are_told_together(folders):
    shipped, site = folders
    put(shipped, "eye", "type  name\nintger  a")
    put(shipped, "vitals")
    put(site, "dental", "type  name\ninteger")
    with pytest.raises(FormError) as caught:
        load_catalogue(shipped, site)
    assert [problem.file for problem in caught.value.problems] == ["eye.md", "dental.md"]
    assert caught.value.code == "form.unusable"
    assert str(caught.value).count("\n") == 1


def test_two_forms_of_one_folder_cannot_share_an_id(folders):
    shipped, _ = folders
    put(shipped, "eye")
    put(shipped, "eye", name="eye2.md")
    with pytest.raises(FormError, match=r'eye2\.md, .*"eye" is also that of eye\.md in the same folder'):
        load_catalogue(shipped)


def test_files_that_are_no_forms_are_left_alone(folders):
    shipped, _ = folders
    put(shipped, "eye")
    for name in ("README.md", "notes.txt", ".hidden.md", "~$eye.xlsx", "_draft.md"):
        (shipped / name).write_text("nothing", encoding="utf-8")
    assert [path.name for path in form_files(shipped)] == ["eye.md"]


def test_empty_catalogue_has_no_stations():
    assert Catalogue({}).stations == ()
