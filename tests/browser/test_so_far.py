"""While a form is filled, what it found stands beside the button that saves, and goes when the laptop is away."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

HIGH = {"systolic_1_mmhg": "186", "diastolic_1_mmhg": "112", "systolic_2_mmhg": "184", "diastolic_2_mmhg": "114"}


def fill(page, answers):
    for name, value in answers.items():
        page.locator(f"[name={name}]").fill(value)


@pytest.fixture
def at_form(tablet, served):
    """A doctor before the chronic form of someone, in Arabic."""
    page = tablet("ar")
    sign_in(page, served.base, "doctor")
    page.goto(f"{served.base}/q/{served.cards[-1]}/chronic")
    return page


def test_the_urgency_stands_beside_the_button_before_anything_is_saved(at_form):
    box = at_form.locator("[data-found]")
    expect(box).to_be_hidden()
    fill(at_form, HIGH)
    expect(box.locator(".tag")).to_have_text("مستعجل")
    expect(box.locator("li")).not_to_have_count(0)
    fill(at_form, {name: "118" if name.startswith("s") else "76" for name in HIGH})
    expect(box).to_be_hidden()


def test_a_place_in_the_form_shows_its_finding_and_the_form_tells_who_listens(at_form):
    at_form.evaluate("""() => {
        const place = Object.assign(document.createElement("output"), { hidden: true });
        place.dataset.finding = "bp_mean_systolic";
        const form = document.querySelector("form[data-so-far]");
        form.append(place);
        form.addEventListener("so-far", ({ detail }) => { form.dataset.heard = detail.urgency; });
    }""")
    fill(at_form, HIGH)
    expect(at_form.locator("form > [data-finding=bp_mean_systolic]")).to_have_text("185 mmHg")
    expect(at_form.locator("form[data-heard=u]")).to_be_visible()


def test_out_of_reach_nothing_old_is_told_and_typing_goes_on(at_form):
    fill(at_form, HIGH)
    expect(at_form.locator("[data-found]")).to_be_visible()
    at_form.context.set_offline(True)
    at_form.locator("[name=systolic_1_mmhg]").fill("190")
    expect(at_form.locator("[data-found]")).to_be_hidden()
    at_form.context.set_offline(False)
    at_form.locator("[name=systolic_1_mmhg]").fill("192")
    expect(at_form.locator("[data-found]")).to_be_visible()
