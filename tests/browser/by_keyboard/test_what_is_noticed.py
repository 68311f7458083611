"""The walk by Tab fails where a page hides its ring, covers it, holds the keyboard, or leads nowhere."""

import pytest

from tests.browser.keyboard import tab_to

AIM = "<button>Aim</button>"
HOLD = "<button onkeydown='if (event.key === \"Tab\") event.preventDefault()'>Mine</button>"
COVER = "<div style='position:fixed;inset:0;background:white'></div>"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<style>:focus-visible{outline:none}</style>" + AIM, "no ring"),
        (AIM + COVER, "covered"),
        (HOLD + AIM, "holds the keyboard"),
        (AIM.replace("Aim", "Other"), "did not come"),
    ],
)
def test_a_fault_of_a_page_is_told(tablet, body, said):
    page = tablet("fr")
    page.set_content(f"<style>:focus-visible{{outline:3px solid blue}}</style>{body}")
    with pytest.raises(AssertionError, match=said):
        tab_to(page, "button", "Aim")


def test_what_is_there_is_found(tablet):
    page = tablet("fr")
    page.set_content(f"<style>:focus-visible{{outline:3px solid blue}}</style><a href='#'>First</a>{AIM}")
    tab_to(page, "button", "Aim")
