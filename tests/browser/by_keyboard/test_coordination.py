"""What a coordinator does by the keyboard alone: staff, stations, sites, records, files, forms, cards, tablets."""

import json
import re

from playwright.sync_api import Page, expect

from caravan.paths import shipped
from tests.browser.at_a_station import field
from tests.browser.by_keyboard.conftest import say
from tests.browser.by_keyboard.test_at_the_desk import unfold
from tests.browser.keyboard import choose, follow, press, tab_to, tick, walk_to, write

FEW = 14


def put_file(page: Page, label: str, name: str, content: bytes, most: int = 60) -> None:
    """Tab to a field for a file and choose one in the window that the browser opens."""
    with page.expect_file_chooser() as opened:  # from here on the browser has the time to hear that it is waited for
        walk_to(page, page.get_by_label(label, exact=True), most)
        page.keyboard.press("Enter")
    opened.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def downloads(page: Page, role: str, name: str, most: int = 40) -> str:
    """Press Enter on what starts a download; returns the name of the file."""
    tab_to(page, role, name, most)
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    return started.value.suggested_filename


def test_someone_is_added_to_the_staff_and_gets_a_new_pin(sits):
    page = sits("coordinator", "/admin")
    follow(page, "link", re.compile("^" + say("Staff")))
    follow(page, "link", say("Add someone"))
    write(page, say("Name"), "Zineb")
    choose(page, say("Role"), say("Volunteer"), FEW)
    choose(page, say("Language of the screens"), "Français", FEW)
    follow(page, "button", say("Add to the staff"))
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"\d{4}"))
    page.goto(re.sub(r"/admin/.*", "/admin/staff", page.url))
    follow(page, "link", re.compile("Zineb"))
    write(page, say("PIN"), "604719")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".note.ok")).to_contain_text(say("The new PIN is valid from now on."))


def test_a_station_closes_and_opens_again(sits):
    page = sits("coordinator", "/admin/stations", shape=0)
    walk_to(page, page.locator("a[href$='/stations/vitals/close']"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    walk_to(page, page.get_by_role("radio"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    follow(page, "button", say("Close the station"))
    expect(page.locator("main .tag", has_text=say("Closed"))).to_be_visible()
    follow(page, "button", re.compile("^" + say("Open again")))
    expect(page.locator("main .tag", has_text=say("Closed"))).to_have_count(0)


def test_a_site_is_added_moved_to_left_closed_and_opened_again(sits):
    page = sits("coordinator", "/admin/sites")
    follow(page, "link", say("Add a site"))
    write(page, say("Name in French"), "Assa")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    follow(page, "link", say("Move here"))
    follow(page, "button", say("Move the caravan"))
    expect(page.locator(".entries li", has_text="Assa")).to_contain_text(say("The caravan stands here"))
    page.goto(re.sub(r"/admin/.*", "/admin/sites", page.url))
    follow(page, "link", say("Move here"))
    follow(page, "button", say("Move the caravan"))
    page.goto(re.sub(r"/admin/.*", "/admin/sites", page.url))
    unfold(page, say("Close"))
    follow(page, "button", say("Close the site"), FEW)
    expect(page.locator(".entries").first).not_to_contain_text("Assa")
    walk_to(page, page.locator("details.fold > summary"))
    page.keyboard.press("Enter")
    follow(page, "button", say("Open again"), FEW)
    expect(page.locator(".entries").first).to_contain_text("Assa")


def test_a_record_is_cancelled_and_brought_back_each_with_its_reason(sits, served):
    page = sits("coordinator", f"/q/{served.next_card()}/vitals")
    walk_to(page, field(page, "systolic_1_mmhg"))
    page.keyboard.type("12880")
    tab_to(page, "button", say("Save"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/screenings/**")
    follow(page, "link", say("Page of this person"))
    follow(page, "link", say("Cancel this record"))
    choose(page, say("The reason"), say("Recorded twice"))
    follow(page, "button", "Annuler ce dépistage", FEW)
    expect(page.get_by_role("heading", name=say("Cancelled records"))).to_be_visible()
    follow(page, "link", say("Bring back"))
    write(page, say("In your own words, if you want"), "c’était le bon")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=say("Cancelled records"))).to_have_count(0)


def test_a_visit_is_cancelled_and_then_the_person_who_is_brought_back(sits, served):
    page = sits("coordinator", f"/q/{served.next_card()}", shape=0)
    name = page.locator(".person h2, .person h1").first.inner_text()
    follow(page, "link", say("Cancel this visit"), 60)
    walk_to(page, page.get_by_role("radio"))
    page.keyboard.press("Space")
    follow(page, "button", say("Cancel this visit"), FEW)
    expect(page.locator(".note.ok")).to_contain_text(say("The visit is cancelled."))
    follow(page, "link", say("Cancel this person"), 60)
    choose(page, say("The reason"), say("Registered twice"))
    follow(page, "button", say("Cancel this person"), FEW)
    expect(page.locator(".note.ok")).to_contain_text(say("The person is cancelled. You can bring them back from here."))
    page.goto(f"{served.base}/admin")
    follow(page, "link", re.compile("^" + say("Cancelled persons")), 60)
    expect(page.get_by_role("main")).to_contain_text(name)
    follow(page, "link", say("Bring back"))
    write(page, say("In your own words, if you want"), "c’était une autre")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".note.ok")).to_contain_text(say("The person counts again."))
    expect(page.locator(".person")).to_contain_text(name)


def test_the_report_and_the_list_are_downloaded(sits):
    page = sits("coordinator", "/exports")
    tab_to(page, "combobox", say("Language of the file"))
    with page.expect_response(lambda answer: "lang=ar" in answer.url):
        page.keyboard.press("ArrowUp")
    expect(page).to_have_url(re.compile("lang=ar"))
    assert downloads(page, "button", say("Download the report")).endswith(".xlsx")
    assert downloads(page, "button", say("Download the list"), FEW).endswith(".xlsx")


def test_a_form_is_uploaded_looked_at_and_used(sits):
    page = sits("coordinator", "/admin/forms")
    assert downloads(page, "link", say("Excel")).endswith(".xlsx")
    form = (shipped("forms") / "vitals.md").read_text(encoding="utf-8")
    newer = re.sub(r"\b20\d{8}\b", "2099010100", form)
    follow(page, "link", say("Upload a form"), 60)
    put_file(page, say("Form file (.xlsx or .md)"), "vitals.md", newer.encode(), FEW)
    follow(page, "button", say("Check the form"), FEW)
    ready = page.locator("#vitals .waiting")
    walk_to(page, ready.get_by_role("link", name=say("Look")), 60)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("2099010100")
    follow(page, "link", say("Back to the forms"))
    follow(page, "button", say("Use from now on"), 60)
    expect(page.locator("#vitals li").first).to_contain_text(say("In use"))
    expect(page.locator("#vitals li").first).to_contain_text("2099010100")


def test_cards_the_poster_and_papers_are_printed(sits, served):
    page = sits("coordinator", "/admin/cards")
    write(page, say("How many cards?"), "20")
    walk_to(page, page.locator("[name=layout]"), FEW)
    page.keyboard.press("ArrowDown")
    follow(page, "button", say("Make the PDF"), FEW)
    expect(page.locator("#making").get_by_role("link")).to_be_visible(timeout=60_000)
    assert downloads(page, "link", say("Download the PDF")).endswith(".pdf")
    page.goto(f"{served.base}/admin/poster")
    write(page, say("Name of the network"), "Caravane")
    tick(page, say("The network hides its name"), FEW)
    assert downloads(page, "button", say("Make the PDF")).endswith(".pdf")
    page.add_init_script("window.print = () => { document.title = 'printed'; };")
    page.goto(f"{served.base}/q/{served.next_card()}")
    follow(page, "link", say("Print the slip"))
    press(page, "button", say("Print"))
    expect(page).to_have_title("printed")
    follow(page, "link", say("Back"))
    expect(page.locator(".person")).to_be_visible()


def test_joining_is_explained_and_secured(sits, served):
    page = sits("coordinator", "/admin/laptop")
    unfold(page, say("Require every tablet to be secured"))
    follow(page, "button", say("Require it"), FEW)
    expect(page.get_by_text(say("They may not work: they see only how to be secured."))).to_be_visible()
    follow(page, "button", say("Let them work"))
    expect(page.get_by_text(say("They may not work: they see only how to be secured."))).to_have_count(0)
    page.goto(f"{served.base}/join")
    walk_to(page, page.locator(".devices a:not([aria-current])"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".steps li").first).to_be_visible()
    walk_to(page, page.locator("details.trouble > summary"))
    page.keyboard.press("Enter")
    expect(page.locator("details.trouble li").first).to_be_visible()


def test_what_waits_on_a_tablet_goes_into_a_file_and_the_file_is_read(sits, served, tmp_path):
    page = sits("coordinator", f"/q/{served.next_card()}/vitals")
    page.route("**/api/ops", lambda route: route.abort())
    walk_to(page, field(page, "systolic_1_mmhg"))
    page.keyboard.type("13585")
    tab_to(page, "button", say("Save"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-kept]")).to_be_visible(timeout=15_000)
    page.goto(f"{served.base}/outbox")
    tab_to(page, "button", say("Write a recovery file"))
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    started.value.save_as(tmp_path / "caravan.json")
    expect(page.get_by_role("button", name=say("Let go of it"))).to_be_visible()
    assert json.loads((tmp_path / "caravan.json").read_text())["caravan_recovery"] == 1
    put_file(page, say("File of a tablet"), "caravan.json", (tmp_path / "caravan.json").read_bytes(), FEW)
    follow(page, "button", say("Read the file"), FEW)
    expect(page.locator(".note.ok")).to_contain_text("1")
    press(page, "button", say("Write a recovery file"))
    press(page, "button", say("Let go of it"))
    expect(page.locator("#outbox-empty")).to_be_visible()
