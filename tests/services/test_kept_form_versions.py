"""A form version that was used keeps its shape for ever."""

import shutil

import pytest

from caravan.paths import shipped
from caravan.services.house import open_house
from caravan.storage.tables import FormVersion
from tests.refusals import refused


@pytest.fixture
def own_forms(settings, house):
    """The site's own forms folder, with a copy of the shipped vitals form."""
    folder = settings.data / "forms"
    folder.mkdir()
    shutil.copy(shipped("forms") / "vitals.md", folder / "vitals.md")
    return folder / "vitals.md"


def edit(file, old, new):
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_every_form_used_is_kept_with_its_source(house, rows):
    kept = {(row["form_id"], row["version"]): row["source"] for row in rows(FormVersion)}
    assert {form_id for form_id, _version in kept} == set(house.forms)
    assert kept["vitals", house.forms["vitals"].version] == (shipped("forms") / "vitals.md").read_text("utf-8")


def test_a_form_that_changed_its_rules_under_the_same_version_is_refused(settings, own_forms):
    edit(own_forms, ". >= 25 and . <= 250", ". >= 20 and . <= 250")
    with refused("form.changed") as caught, open_house(settings):
        pass
    assert caught.value.params["form"] == "vitals"


def test_a_form_that_changed_its_words_only_may_keep_its_version(settings, own_forms):
    edit(own_forms, "Pulse", "Heart rate")
    with open_house(settings) as house:
        assert "vitals" in house.forms


def test_a_new_version_is_kept_beside_the_old_one(settings, own_forms, house):
    version = house.forms["vitals"].version
    edit(own_forms, ". >= 25 and . <= 250", ". >= 20 and . <= 250")
    edit(own_forms, version, "2026112899")
    with open_house(settings) as again, again.database.read() as session:
        assert session.get(FormVersion, ("vitals", version)) is not None
        assert session.get(FormVersion, ("vitals", "2026112899")) is not None
