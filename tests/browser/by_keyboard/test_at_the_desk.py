"""Cards, danger signs, referrals and queues by the keyboard alone."""

import re

from playwright.sync_api import Page, expect

from caravan.domain.codes import new_code, printed
from tests.browser.at_a_station import field
from tests.browser.by_keyboard.conftest import say
from tests.browser.keyboard import choose, enter, follow, tab_to, walk_to, write

FEW = 14


def unfold(page: Page, text: str, most: int = 40) -> None:
    """Open what is folded under a button."""
    walk_to(page, page.locator("summary").filter(has_text=re.compile(f"^\\s*{re.escape(text)}\\s*$")), most)
    page.keyboard.press("Enter")


def test_a_lost_card_is_taken_away_and_two_others_are_given(sits, served):
    page, lost, first, second = sits("volunteer", "/reception"), served.next_card(), new_code(), new_code()
    enter(page, lost)
    page.wait_for_url("**/patients/**")
    follow(page, "link", say("Take away"))
    choose(page, say("The reason"), say("Lost"))
    follow(page, "button", re.compile("carte"))
    expect(page.get_by_text(say("No card yet."))).to_be_visible()
    follow(page, "link", say("Give a card"))
    enter(page, lost)
    expect(page.get_by_role("alert")).to_be_visible()
    page.keyboard.press("Control+A")
    for code in (first, second):
        if code == second:
            tab_to(page, "textbox", say("Another card for the same person"))
        enter(page, code)
        expect(page.locator("main .tag", has_text=printed(code))).to_be_visible()
    follow(page, "link", say("Next person"))
    expect(page.locator("#search")).to_be_focused()


def test_a_volunteer_who_sees_a_danger_sign_makes_the_person_first(sits, served):
    page = sits("volunteer", f"/q/{served.next_card()}")
    unfold(page, say("Danger sign seen"))
    follow(page, "button", "Perte de connaissance", FEW)
    expect(page.locator(".person .alarm.e")).to_contain_text("141")


def test_a_doctor_accepts_changes_and_drops_a_referral_each_with_its_reason(sits, served):
    card = served.next_card()
    page = sits("doctor", f"/q/{card}/vitals")
    walk_to(page, field(page, "systolic_1_mmhg"))
    page.keyboard.type("186112")
    tab_to(page, "button", say("Save"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/screenings/**")
    page.goto(f"{served.base}/q/{card}")
    referral = page.locator(".referral").first
    follow(page, "button", say("Accept"))
    expect(referral.locator(".head .tag").last).to_have_text(say("Accepted"))
    unfold(page, say("Change"))
    choose(page, say("How urgent?"), say("Priority"), FEW)
    tab_to(page, "combobox", say("Where to?"), FEW)
    page.keyboard.type("Cardio")
    write(page, say("In your own words, if you want"), "vu ce matin", FEW)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(referral).to_contain_text("Cardiologie")
    unfold(page, say("Not needed"))
    follow(page, "button", say("Treated here today"), FEW)
    expect(referral).to_have_class(re.compile("settled"))


def test_a_referral_is_added_settled_and_opened_again(sits, served):
    page = sits("doctor", f"/q/{served.next_card()}", shape=0)
    unfold(page, say("Add a referral"))
    choose(page, say("How urgent?"), say("Urgent"), FEW)
    tab_to(page, "combobox", say("Where to?"), FEW)
    page.keyboard.type("Cardio")
    follow(page, "button", say("Because of symptoms"), FEW)
    referral = page.locator(".referral").first
    expect(referral).to_contain_text(say("Because of symptoms"))
    unfold(page, say("What became of it"))
    follow(page, "button", re.compile("^Vu"), FEW)
    expect(referral).to_have_class(re.compile("settled"))
    follow(page, "button", say("Open again"))
    expect(referral).not_to_have_class(re.compile("settled"))
    page.goto(f"{served.base}/referrals")
    count = page.locator(".referred:is(.e, .u)").count()
    walk_to(page, page.locator(".referred:is(.e, .u) .verbs > form > button"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".referred:is(.e, .u)")).to_have_count(count - 1)


def test_a_queue_is_called_recalled_put_off_and_moved(sits, served):
    page = sits("doctor", "/queue")
    follow(page, "link", re.compile("Soins dentaires"))
    follow(page, "button", say("Call next"))
    number = page.locator("h1 .huge").inner_text()
    follow(page, "button", re.compile("^" + say("Call again")))
    expect(page.locator("h1")).to_contain_text("2 appels")
    follow(page, "button", re.compile("^" + say("Absent")))
    expect(page.locator(".note.ok")).to_contain_text(number)
    follow(page, "button", re.compile("^" + say("Back to the queue")), 80)
    page.goto(f"{served.base}/queue/dental")
    follow(page, "link", re.compile(f"^{say('More')} {number}$"), 80)
    unfold(page, say("Send to another station"))
    walk_to(page, page.locator("button[name=to]"), FEW)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".note.ok")).to_contain_text(f"Le numéro {number} attend maintenant")


def test_who_left_without_care_is_taken_off_the_queue_and_put_back(sits):
    page = sits("volunteer", "/queue/chronic", shape=0)
    follow(page, "button", say("Call next"))
    number = page.locator("h1 .huge").inner_text()
    unfold(page, say("Left without care"))
    follow(page, "button", say("Yes, the person left"), FEW)
    expect(page.locator(".note.ok")).to_contain_text(number)
    follow(page, "button", re.compile("^" + say("Back to the queue")), 80)
    expect(page.locator("#queue")).to_contain_text(number)


def test_the_keyboard_stays_where_it_is_while_a_list_renews_itself(sits):
    page = sits("coordinator", "/dashboard")
    summary = page.locator("#hours > summary")
    walk_to(page, summary, 60)
    with page.expect_response(lambda answer: "part=live" in answer.url):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(summary).to_be_focused()
