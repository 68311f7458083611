"""The steps by which a tablet comes to trust the laptop, for each kind of tablet, in the words of its settings; data.

Wording of the settings: Android 11 and newer (Settings, Security), iPadOS 15 and newer (Settings, General, About). The
names of the menus are those that each system shows in Arabic and in French.
"""

from __future__ import annotations

from dataclasses import dataclass

from caravan.web.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: its drawing (a symbol of img/join.svg), its words, whether the certificate comes with it."""

    drawing: str
    sentence: Sentence
    note: Sentence | None = None
    downloads: bool = False


BACK = Step("secured", say("Come back to this page. It goes on by itself."))
STEPS: dict[str, tuple[Step, ...]] = {
    "android": (
        Step("get", say("Download the certificate."), downloads=True),
        Step(
            "settings",
            say("Open Settings › Security › Encryption & credentials › Install a certificate › CA certificate."),
            say("On other tablets: search for “certificate” in the Settings."),
        ),
        Step(
            "install",
            say("Tap “Install anyway”, then choose the file ca.crt among the downloads."),
            say("The tablet asks for its screen lock. The notice “Network may be monitored” is normal."),
        ),
        BACK,
    ),
    "ipad": (
        Step("get", say("In Safari, download the certificate, then tap “Allow”."), downloads=True),
        Step("profile", say("Open Settings › Profile Downloaded › Install.")),
        Step(
            "switch",
            say("Open Settings › General › About › Certificate Trust Settings, and switch Caravan on."),
            say("This step is the one that is forgotten."),
        ),
        Step("secured", say("Come back to this page, in Safari. It goes on by itself.")),
    ),
}
DEVICES = {"android": "Android", "ipad": "iPad"}

TITLE = say("Join the caravan with this tablet")
WELCOME = say("Do this once. Then the camera scans the cards, and nobody on the Wi-Fi can read what is sent.")
CHECKING = say("Checking this tablet…")
NOT_YET = say("This tablet is not secured yet. Follow the steps.")
TRUSTED = say("This tablet is secured.")
KEPT = say("This tablet keeps records that are not on the laptop. They are sent first, then it goes on by itself.")
KEPT_SIGN_IN = say("Sign in here to send them")
KEPT_FILE = say("Put them into a file for the coordinator")
KEPT_GO_ON = say("They are in the file: go on")
OPEN_SECURE = say("Open the secured page")
GO_ON = say("Continue")
DOWNLOAD = say("Download the certificate")
COMPARE = say("Compare with the laptop, under Administration: the same digits on both.")
WITHOUT = say("Continue without securing")
WITHOUT_MEANS = say("The camera then does not scan live, and others on the Wi-Fi could read what is sent.")
MUST = say("The coordinator asks that every tablet be secured.")
AT_ONCE = say("No step is needed here. Open the page.")
EACH_DOOR = say("Each address has its own session: sign in again after securing.")
TROUBLE_TITLE = say("It does not work")
TROUBLES = (
    say("Put the tablet on the Wi-Fi of the caravan, and switch its mobile data off."),
    say("If a notice says that the Wi-Fi has no Internet, choose to stay connected."),
    say("If no tablet opens this page: the access point keeps its tablets apart. Switch off “AP isolation”."),
    say("If it stays unsecured after every step: the firewall of the laptop must let port %(port)s in."),
    say("Check the date and the time of the tablet."),
)
SCAN_TITLE = say("Scan with the camera of the tablet, or type the address")
ANOTHER = say("Another tablet")
