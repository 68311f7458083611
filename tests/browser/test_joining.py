"""A tablet joins: Chromium without and with the trust of the laptop, kept where a real one keeps it (NSS)."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from socket import create_connection

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bench.contact_sheet import CHROMIUM
from caravan.storage import certificates
from caravan.storage.certificates import issue_leaf, read_signed
from tests.browser.conftest import PATIENCE_MS, make_caravan, sign_in
from tests.browser.server import Server

NAMES = "--host-resolver-rules=MAP caravan.local 127.0.0.1,MAP outside.example 127.0.0.1"
WAITING_MS = 15_000  # the page asks again every four seconds
SECURED = {"ar": "هذا اللوح مؤمن.", "fr": "Cette tablette est sécurisée."}
NOT_YET = {"ar": "هذا اللوح غير مؤمن بعد.", "fr": "Cette tablette n’est pas encore sécurisée."}


@dataclass
class Doors:
    """A served caravan with both doors, and its data folder."""

    data: Path
    plain: str
    secure: str

    @property
    def plain_by_name(self) -> str:
        return self.plain.replace("127.0.0.1", "caravan.local")

    @property
    def secure_by_name(self) -> str:
        return self.secure.replace("127.0.0.1", "caravan.local")


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    data = tmp_path_factory.mktemp("joining") / "data"
    make_caravan(data, people=1)
    server = Server(data, addresses=2)
    yield Doors(data, *server.addresses)
    assert server.stop() == 0


@pytest.fixture
def tablet_of(chromium: Browser) -> Callable[[Path, str], AbstractContextManager[BrowserContext]]:
    """A browser of its own, that keeps its trust in its own home folder."""

    @contextmanager
    def open_one(home: Path, language: str) -> Iterator[BrowserContext]:
        browser = chromium.browser_type.launch(
            executable_path=shutil.which("chromium"),
            args=[*CHROMIUM, NAMES],
            env={**os.environ, "HOME": str(home)},
        )
        context = browser.new_context(locale=language)
        context.set_default_timeout(PATIENCE_MS)
        yield context
        browser.close()

    return open_one


def trust(home: Path, data: Path) -> None:
    """Install the authority as a person does by the steps of the page."""
    certutil = shutil.which("certutil")
    if certutil is None:
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("certutil is not installed: make system")
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True, exist_ok=True)
    database = f"sql:{store}"
    subprocess.run([certutil, "-N", "-d", database, "--empty-password"], check=True)
    authority = str(data / "tls" / "authority.pem")
    subprocess.run([certutil, "-A", "-d", database, "-n", "Caravan", "-t", "C,,", "-i", authority], check=True)


def said(page: Page, sentences: dict[str, str]) -> None:
    for lang, sentence in sentences.items():
        expect(page.locator(f"#joining [role=status] [lang={lang}]:visible")).to_contain_text(sentence)


def test_a_tablet_without_trust_is_shown_the_steps_in_both_languages_and_stays(doors, tablet_of, tmp_path):
    with tablet_of(tmp_path, "ar") as tablet:
        page = tablet.new_page()
        page.goto(f"{doors.plain_by_name}/join")
        said(page, NOT_YET)
        expect(page.locator(".steps > li")).to_have_count(4)
        page.wait_for_timeout(5000)  # it asked again meanwhile
        assert page.url == f"{doors.plain_by_name}/join"
        with page.expect_download() as coming:
            page.locator("a[href='/ca.crt']").click()
        assert coming.value.suggested_filename == "ca.crt"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_tablet_that_trusts_the_laptop_moves_to_https_in_its_language_and_has_a_camera_there(
    doors, tablet_of, tmp_path, language
):
    trust(tmp_path, doors.data)
    with tablet_of(tmp_path, language) as tablet:
        page = tablet.new_page()
        page.goto(f"{doors.plain_by_name}/login")
        assert page.evaluate("() => [isSecureContext, Boolean(navigator.mediaDevices)]") == [False, False]
        page.goto(f"{doors.plain_by_name}/join")
        page.wait_for_url(f"{doors.secure_by_name}/login", timeout=WAITING_MS)
        assert page.locator("html").get_attribute("lang") == language
        assert page.evaluate("() => [isSecureContext, Boolean(navigator.mediaDevices)]") == [True, True]
        page.goto(f"{doors.secure}/login")
        assert page.evaluate("() => isSecureContext"), "the address in digits is trusted like the name"


def test_a_person_signs_in_at_each_door_and_the_one_does_not_put_the_other_out(doors, tablet_of, tmp_path):
    trust(tmp_path, doors.data)
    with tablet_of(tmp_path, "ar") as tablet:
        page = tablet.new_page()
        for base in (doors.secure_by_name, doors.plain_by_name):
            sign_in(page, base, "volunteer")
        for base in (doors.secure_by_name, doors.plain_by_name):
            page.goto(f"{base}/reception")
            assert page.url == f"{base}/reception", "still signed in"
        kept = {cookie["name"]: cookie["secure"] for cookie in tablet.cookies(doors.secure_by_name)}
        assert kept["__Host-caravan"]
        assert kept["caravan"] is False


def test_what_was_saved_at_the_https_door_is_not_shown_again_as_still_to_be_saved(doors, tablet_of, tmp_path):
    """The cookie that tells the tablet so has another name there."""
    trust(tmp_path, doors.data)
    with tablet_of(tmp_path, "ar") as tablet:
        page = tablet.new_page()
        sign_in(page, doors.secure_by_name, "volunteer")
        page.goto(f"{doors.secure_by_name}/reception/register")
        for name, typed in (("given_name_ar", "مريم"), ("family_name_ar", "الناجي"), ("age_years", "44")):
            page.locator(f"[name={name}]").fill(typed)
        page.locator("[name=sex][value=female]").check(force=True)
        page.locator("[data-at-once] button").first.click()
        page.locator(".actions button.btn").first.click()
        expect(page.locator(".num.huge")).to_be_visible()
        page.go_back()
        expect(page.locator("[name=given_name_ar]")).to_have_value("مريم")  # one Back shows what was sent
        page.goto(f"{doors.secure_by_name}/reception/register")
        expect(page.locator("[name=given_name_ar]")).to_have_value("")


def test_a_browser_that_trusts_the_laptop_refuses_a_site_outside_that_our_key_signed(
    doors, tablet_of, tmp_path, monkeypatch
):
    trust(tmp_path, doors.data)
    tls = doors.data / "tls"
    authority = read_signed((tls / "authority.pem").read_bytes(), (tls / "authority.key").read_bytes())
    monkeypatch.setattr(certificates, "NAMES", ("outside.example",))
    stolen = issue_leaf(authority, (), at=datetime.now(UTC))
    (tmp_path / "leaf.pem").write_text(stolen.certificate_pem, "ascii")
    (tmp_path / "leaf.key").write_text(stolen.key_pem, "ascii")
    with thief(tmp_path) as port, tablet_of(tmp_path, "fr") as tablet:
        with create_connection(("127.0.0.1", port), timeout=5):
            pass  # it does listen
        page = tablet.new_page()
        failed: list[str] = []
        page.on("requestfailed", lambda request: failed.append(str(request.failure)))
        with pytest.raises(Exception, match="ERR_CERT"):
            page.goto(f"https://outside.example:{port}/")
        page = tablet.new_page()  # the other is still on its way to the browser's own regret
        page.goto(f"{doors.secure_by_name}/login")
        assert page.evaluate("() => isSecureContext")
        assert any("ERR_CERT" in reason for reason in failed)


@contextmanager
def thief(folder: Path) -> Iterator[int]:
    """Someone who serves another site with a certificate of ours."""
    program = (
        "import sys\nfrom caravan.serving import SecureDoor, listen, serve\n"
        "def app(environ, start_response):\n    start_response('200 OK', [('Content-Type', 'text/plain')])\n"
        "    return [b'ok']\n"
        "with listen('127.0.0.1', 0, 0) as found:\n    print(found.https_port, flush=True)\n"
        "    serve(app, found, door=SecureDoor(sys.argv[1], sys.argv[2]))\n"
    )
    words = [sys.executable, "-c", program, str(folder / "leaf.pem"), str(folder / "leaf.key")]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()
