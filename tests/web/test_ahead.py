"""The page to which a sign-in leads names what forms need, so that the browser has it before one is opened."""

import pytest

STATIONS = ("vitals", "eye", "dental", "chronic")


def named(page, rel):
    return {link.get("href") for link in page.root.iter("link") if link.get("rel") == rel}


def needed(page):
    """The styles and scripts of a page, and the rules of its form."""
    return named(page, "stylesheet") | named(page, "preload") | {e.get("src") for e in page.root.iter("script")}


@pytest.mark.parametrize(("role", "first", "own"), [
    ("doctor", "/station/eye", "eye"),
    ("doctor", "/tablet", None),
    ("coordinator", "/dashboard", None),
])  # fmt: skip
def test_the_first_page_names_what_the_form_of_each_station_needs(sign_in, register, role, first, own):
    someone, patient = sign_in(role), register()
    page = someone.get(first)
    at_hand = needed(page) | named(page, "prefetch")
    for form_id in STATIONS:
        missing = needed(someone.get(f"/patients/{patient}/{form_id}")) - at_hand
        assert [address.split("/")[1:3] for address in missing] == ([] if form_id == own else [["forms", form_id]])


def test_the_desk_names_what_the_registration_needs_and_no_more(sign_in):
    volunteer = sign_in("volunteer")
    desk, form = volunteer.get("/reception"), volunteer.get("/reception/register")
    assert needed(form) <= needed(desk) | named(desk, "prefetch")
    assert not [address for address in named(desk, "prefetch") if "tooth" in address or "so_far" in address]


def test_nothing_is_fetched_ahead_without_being_served(sign_in):
    coordinator = sign_in("coordinator")
    addresses = named(coordinator.get("/dashboard"), "prefetch")
    assert len(addresses) > 20
    assert {coordinator.client.get(address, buffered=True).status_code for address in addresses} == {200}
