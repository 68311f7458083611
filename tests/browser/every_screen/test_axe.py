"""That axe is really asked, and heard."""

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.every_screen.walk import violations


def test_what_is_wrong_with_a_page_is_found(chromium):
    page = chromium.new_page()
    unseen = "<p style='color:#a3201a;background:#a3201a'>7</p>"
    page.set_content(
        f"<!doctype html><html lang=fr><title>x</title><main><h1>x</h1><input><button></button>{unseen}</main>"
    )
    page.evaluate(AXE_SCRIPT)
    rules = {line.split(" ")[0] for line in violations(page)}
    page.close()
    assert {"label", "button-name", "color-contrast"} <= rules
