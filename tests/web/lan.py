"""A tablet on the Wi-Fi, at one of the two doors of the laptop."""

from typing import Any

from flask.testing import FlaskClient

from tests.web.conftest import Browser, Page

LAN, LAPTOP = "192.168.43.9", "127.0.0.1"


class Tablet(Browser):
    """A browser whose requests come from an address, by http or https, to the host that was typed."""

    def __init__(self, client: FlaskClient, base: str = "http://localhost", comes_from: str = LAN) -> None:
        super().__init__(client)
        self.base, self.comes_from, self.headers = base, comes_from, {"Referer": f"{base}/"}

    def _around(self) -> dict[str, Any]:
        return {"base_url": self.base, "environ_overrides": {"REMOTE_ADDR": self.comes_from}, "headers": self.headers}

    def get(self, address: str) -> Page:
        return Page(self.client.get(address, buffered=True, **self._around()))

    def send(self, address: str, page: Page | None = None, **answers: str | list[str]) -> Page:
        hidden = (page or self.get("/login")).hidden()
        return Page(self.client.post(address, data={**hidden, **answers}, **self._around()))


def at(browser: Browser, comes_from: str, scheme: str = "http") -> Tablet:
    """The same person elsewhere."""
    return Tablet(browser.client, f"{scheme}://localhost", comes_from)
