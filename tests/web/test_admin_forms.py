"""The coordinator's forms: seen, previewed, printed, downloaded, uploaded, and used from now on without any harm."""

import re
import zipfile
from io import BytesIO
from uuid import UUID

import pytest
from openpyxl import load_workbook
from sqlmodel import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from caravan.formdefs.reader import read_source
from caravan.formdefs.sources import Source
from caravan.paths import shipped
from caravan.services.house import open_house
from caravan.services.screening import get_screening
from caravan.storage.tables import Patient
from tests.conftest import FATIMETOU
from tests.web.conftest import Page
from tests.web.test_every_route import check_page

VITALS = (shipped("forms") / "vitals.md").read_text("utf-8")
OLD, NEW = re.search(r"\b20\d{8}\b", VITALS)[0], "2027010101"


@pytest.fixture
def coordinator(sign_in):
    return sign_in("coordinator")


@pytest.fixture
def doctor(sign_in):
    return sign_in("doctor")


def newer(text=VITALS, version=NEW):
    """The vitals form in a version of which the pulse is called by another name."""
    assert OLD in text
    return text.replace(OLD, version).replace("pulse_bpm", "heart_rate_bpm")


def upload(browser, content, name="vitals.md"):
    content = content.encode() if isinstance(content, str) else content
    fields = {**browser.get("/admin/forms").hidden(), "file": FileStorage(BytesIO(content), name)}
    body, _length, boundary = stream_encode_multipart(fields, use_tempfile=False)
    kind = f"multipart/form-data; boundary={boundary}"
    return Page(browser.client.post("/admin/forms", data=body.read(), content_type=kind))


def use(browser, form_id="vitals"):
    page = browser.get("/admin/forms")
    return browser.send(f"/admin/forms/{form_id}/use", page, digest=page.value("digest"))


def files(house):
    return sorted(str(path.relative_to(house.data)) for path in (house.data / "forms").rglob("*") if path.is_file())


def test_the_page_names_every_form_with_its_version_and_screenings(coordinator, house, register, doctor):
    patient_id = register()
    doctor.send(f"/patients/{patient_id}/vitals", doctor.get(f"/patients/{patient_id}/vitals"), pulse_bpm="80")
    words = coordinator.get("/admin/forms").words("main")
    for form in house.forms.values():
        assert f"{form.titles['en']}{form.id}" in words
        assert f"Version {form.version}" in words
    assert "1 screening" in words
    assert coordinator.get("/admin").root.find(".//a[@href='/admin/forms']") is not None


@pytest.mark.parametrize("role", ["volunteer", "doctor"])
def test_only_the_coordinator_may_see_or_change_forms(sign_in, house, role):
    browser = sign_in(role)
    assert browser.get("/admin/forms").status == 403
    assert browser.send("/admin/forms/vitals/use", digest="x").status == 403
    hidden = browser.get("/login").hidden()
    sent = browser.client.post("/admin/forms", data={**hidden, "file": (BytesIO(newer().encode()), "vitals.md")})
    assert sent.status_code == 403
    assert files(house) == []


@pytest.mark.parametrize(
    ("shown", "direction", "label"), [("ar", "rtl", "النبض"), ("fr", "ltr", "Pouls"), ("en", "ltr", "Pulse")]
)
def test_a_preview_speaks_the_language_asked_for_and_can_save_nothing(sign_in, shown, direction, label):
    page = sign_in("coordinator", "fr").get(f"/admin/forms/vitals/{OLD}?lang={shown}")
    check_page(page, "fr", where="preview")
    preview = page.root.find(".//div[@class='preview']")
    assert (preview.get("lang"), preview.get("dir")) == (shown, direction)
    assert label in "".join(preview.itertext())
    assert preview.find("fieldset").get("disabled") is not None
    assert {button.get("type") for button in preview.iter("button")} <= {"button"}  # none that would send
    assert not [form for form in page.root.iter("form") if form.find(".//input[@name='pulse_bpm']") is not None]


def test_a_version_downloads_as_the_same_form_in_a_spreadsheet(coordinator, house):
    version = house.forms["eye"].version
    response = coordinator.get(f"/admin/forms/eye/{version}/xlsx").response
    assert response.headers["Content-Disposition"] == f"attachment; filename=eye-{version}.xlsx"
    assert load_workbook(BytesIO(response.data)).sheetnames == ["survey", "choices", "settings"]
    assert read_source(Source("eye.xlsx", response.data)).shape_hash == house.forms["eye"].shape_hash


def test_an_unknown_form_or_version_is_not_found(coordinator):
    for address in ("vitals/1", "vitals/ready", "nothing/1", "vitals/1/paper", "vitals/ready/xlsx", "vitals/a/b"):
        assert coordinator.get(f"/admin/forms/{address}").status == 404


def test_an_upload_waits_and_changes_nothing_until_it_is_used(coordinator, doctor, house, register):
    patient_id = register()
    page = coordinator.follow(upload(coordinator, newer()))
    assert "is checked and ready" in page.words("main")
    assert f"Version {NEW} Ready, not used yet" in page.words("main")
    assert house.forms["vitals"].version == OLD
    assert "heart_rate_bpm" in coordinator.get("/admin/forms/vitals/ready").text
    assert doctor.get(f"/patients/{patient_id}/vitals").field("pulse_bpm") is not None
    assert files(house) == ["forms/ready/vitals.md"]


def test_a_used_version_serves_at_once_and_after_the_next_start(coordinator, doctor, house, settings, register):
    patient_id = register()
    upload(coordinator, newer())
    page = coordinator.follow(use(coordinator))
    assert f"Version {NEW} In use" in page.words("main")
    assert "1 older version" in page.words("main")
    assert files(house) == ["forms/vitals.md"]
    opened = doctor.get(f"/patients/{patient_id}/vitals")
    saved = doctor.follow(doctor.send(f"/patients/{patient_id}/vitals", opened, heart_rate_bpm="81"))
    assert saved.status == 200
    with open_house(settings) as again:
        assert again.forms["vitals"].version == NEW


def test_a_page_opened_before_is_saved_in_the_version_it_was_opened_with(coordinator, doctor, house, register):
    address = f"/patients/{register()}/vitals"
    opened = doctor.get(address)
    upload(coordinator, newer())
    assert use(coordinator).status == 303
    refused = doctor.send(address, opened, pulse_bpm="9999")
    assert refused.status == 422
    assert refused.value("pulse_bpm") == "9999"
    done = doctor.send(address, refused, pulse_bpm="81")
    assert done.status == 303
    line = get_screening(house, UUID(done.location.rpartition("/")[2]))
    assert (line.form_version, line.answers) == (OLD, {"pulse_bpm": 81})
    assert doctor.follow(done).status == 200
    later = doctor.get(address)
    assert later.value("form_version") == NEW
    assert doctor.send(address, opened, pulse_bpm="81").location == done.location


def test_a_person_half_registered_is_saved_in_the_version_that_was_open(coordinator, sign_in, house):
    desk, text = sign_in("volunteer"), (shipped("forms") / "registration.md").read_text("utf-8")
    old = house.forms["registration"].version
    opened = desk.get("/reception/register")
    assert (
        upload(coordinator, text.replace(old, NEW).replace("special_needs", "extra_needs"), "registration.md").status
        == 303
    )
    assert use(coordinator, "registration").status == 303
    done = desk.send("/reception/register", opened, **FATIMETOU, special_needs="yes")
    assert done.status == 303
    with house.database.read() as session:
        patient = session.exec(select(Patient)).one()
    assert (patient.form_version, patient.special_needs, patient.extra.get("extra_needs")) == (old, "yes", None)
    assert desk.get("/reception/register").value("form_version") == NEW


def test_a_version_that_was_never_used_cannot_be_saved_in(coordinator, doctor, register):
    address = f"/patients/{register()}/vitals"
    upload(coordinator, newer())
    opened = doctor.get(address)
    for version in (NEW, "ready", "../../etc"):
        assert doctor.send(address, opened, pulse_bpm="81", form_version=version).status == 404


def test_changed_words_need_no_new_version_and_show_at_once(coordinator, doctor, register):
    address = f"/patients/{register()}/vitals"
    assert "Pulse" in doctor.get(address).words("main")
    upload(coordinator, VITALS.replace("| Pulse ", "| Heart "))
    assert use(coordinator).status == 303
    words = doctor.get(address).words("main")
    assert "Heart" in words
    assert "Pulse" not in words


def test_a_new_form_becomes_a_station(coordinator, doctor):
    upload(coordinator, VITALS.replace("| vitals  |", "| triage  |"), "triage.md")
    assert use(coordinator, "triage").status == 303
    assert doctor.get("/station/triage").status == 200
    assert doctor.get("/stations").words().count("Vital signs") == 2


def test_a_spreadsheet_can_be_changed_and_sent_back(coordinator, house):
    book = load_workbook(BytesIO(coordinator.get(f"/admin/forms/vitals/{OLD}/xlsx").response.data))
    for row in book["settings"].iter_rows():
        for cell in row:
            cell.value = NEW if cell.value == OLD else cell.value
    content = BytesIO()
    book.save(content)
    assert upload(coordinator, content.getvalue(), "C:\\Users\\nadia\\vitals 2.xlsx").status == 303
    assert use(coordinator).status == 303
    assert house.forms["vitals"].version == NEW
    assert files(house) == ["forms/vitals.xlsx"]


def test_the_upload_on_the_screen_is_the_one_that_is_used(coordinator, house):
    upload(coordinator, newer())
    seen = coordinator.get("/admin/forms")
    upload(coordinator, newer(version="2027010102"))
    refused = coordinator.send("/admin/forms/vitals/use", seen, digest=seen.value("digest"))
    assert refused.status == 422
    assert "not waiting any more" in " ".join(refused.alerts())
    assert house.forms["vitals"].version == OLD
    use(coordinator)
    assert house.forms["vitals"].version == "2027010102"


def test_an_upload_can_be_forgotten(coordinator, house):
    upload(coordinator, newer())
    page = coordinator.get("/admin/forms")
    assert coordinator.send("/admin/forms/vitals/drop", page).status == 303
    assert files(house) == []
    assert coordinator.send("/admin/forms/vitals/use", page, digest=page.value("digest")).status == 422


def zipped(*parts):
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return content.getvalue()


def long_form():
    row = next(line for line in VITALS.splitlines() if "pulse_bpm" in line)
    rows = "\n".join(row.replace("pulse_bpm", f"pulse_{number}") for number in range(5000))
    return newer().replace(row.replace("pulse_bpm", "heart_rate_bpm"), rows)


BAD = {
    "no file": (b"", "", "No file was chosen"),
    "a photo renamed": (b"\xff\xd8\xff\xe0" + bytes(2000), "vitals.xlsx", "no spreadsheet, whatever its name says"),
    "a photo": (b"\xff\xd8\xff\xe0" + bytes(2000), "vitals.jpg", 'a form cannot be a ".jpg" file'),
    "macros by name": (b"PK", "vitals.xlsm", "macros"),
    "macros inside": (zipped(("xl/vbaProject.bin", "x")), "vitals.xlsx", "carries macros"),
    "a bomb": (zipped(("xl/sheet.xml", bytes(60 * 1024**2))), "vitals.xlsx", "unpacks to 60 MB"),
    "too large": (bytes(6 * 1024**2), "vitals.xlsx", "the file has 6 MB"),
    "one language": (newer().replace("label::Français (fr)", "x::Français (fr)"), "vitals.md", "Français (fr)"),
    "5,000 questions": (long_form(), "vitals.md", "1000 is the most that can be used"),
    "a circle": (
        newer().replace("| integer                      | heart_rate_bpm ", "| calculate | heart_rate_bpm "),
        "vitals.md",
        "nothing to calculate",
    ),
    "an older version": (newer(version="2020010101"), "vitals.md", "is older than"),
    "the same version": (VITALS.replace("pulse_bpm", "heart_rate_bpm"), "vitals.md", "without a new version"),
    "a word of the page": (newer().replace("heart_rate_bpm", "data"), "vitals.md", "the pages use that word"),
    "an unknown function": (newer().replace("selected(", "selekted("), "vitals.md", '"selekted" is not available'),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_form_that_cannot_be_used_is_refused_in_words_and_leaves_nothing(coordinator, house, settings, kind):
    content, name, said = BAD[kind]
    page = upload(coordinator, content, name)
    assert page.status == 422
    check_page(page, "en", where=kind)
    words = page.words("main")
    assert said.casefold() in words.casefold()
    assert "Nothing was changed" in words
    assert files(house) == []
    assert house.forms["vitals"].version == OLD
    assert coordinator.get("/admin/forms/vitals/ready").status == 404


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_what_is_wrong_stands_by_row_in_a_page_of_the_reader_s_language(sign_in, language):
    page = upload(sign_in("coordinator", language), newer().replace(". >= 25 and . <= 250", ". >== 25"))
    check_page(page, language, where="refused")
    table = page.root.find(".//table[@class='faults']")
    cells = ["".join(cell.itertext()).strip() for cell in table.find("tbody").iter("td")]
    assert cells[:3] == ["survey", "17", "constraint"]
    assert table.find(".//p[@lang='en'][@dir='ltr']") is not None


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read(coordinator, house):
    page = upload(coordinator, bytes(50 * 1024**2), "vitals.xlsx")
    assert page.status == 413
    assert "too big" in page.words("h1")
    assert files(house) == []


def test_looking_at_forms_writes_nothing(coordinator, house):
    before = files(house)
    for address in ("", f"/vitals/{OLD}", f"/vitals/{OLD}/paper", f"/vitals/{OLD}/xlsx"):
        assert coordinator.get(f"/admin/forms{address}").status == 200
    assert files(house) == before


def test_a_form_that_is_no_longer_installed_is_still_shown(coordinator, house, settings, clock, sign_in):
    upload(coordinator, VITALS.replace("| vitals  |", "| triage  |"), "triage.md")
    use(coordinator, "triage")
    (house.data / "forms" / "triage.md").unlink()
    with open_house(settings, now=clock) as again:
        house.forms._forms = dict(again.forms)
    assert "triage" in coordinator.get("/admin/forms").words("main")
    assert coordinator.get(f"/admin/forms/triage/{OLD}").status == 200
