"""What the laptop says on its own screen when it begins to serve: sentences by code, in English; data."""

from __future__ import annotations

from collections import defaultdict

from caravan.web.i18n import gettext_for, ngettext_for
from caravan.web.sentences import Sentence, say, say_many

WORDS: dict[str, Sentence] = {
    "join": say("On each tablet, scan this code or type: %(address)s"),
    "fingerprint": say("Fingerprint of this laptop (SHA-256), the same on the tablet: %(fingerprint)s"),
    "firewall": say(
        "If no tablet can open it: put it on the same Wi-Fi, without mobile data; let ports %(ports)s in through the "
        "firewall; switch off “AP isolation” on the access point."
    ),
    "no_network": say("This laptop is on no network yet. Start the Wi-Fi: the address then appears here."),
    "moved": say("The network changed. Tablets now find this laptop at: %(address)s"),
    "name_taken": say("Another laptop here is already called caravan.local. Type the address in digits."),
    "clock.before_release": say("The clock of this laptop says %(now)s, which cannot be. Set the date and the time."),
    "clock.before_records": say(
        "The clock of this laptop says %(now)s, but something was already recorded at %(latest)s. Set the clock."
    ),
    "disk.low": say("Only %(free)s MB are free on the disk. Make room before the day begins."),
    "backup.none": say("No backup yet. Make one before the day begins."),
    "backup.old": say_many(
        "The last backup is %(days)s day old. Make one before the day begins.",
        "The last backup is %(days)s days old. Make one before the day begins.",
        counted_by="days",
    ),
    "backup.recent": say_many(
        "The last backup was made %(hours)s hour ago.", "The last backup was made %(hours)s hours ago.", "hours"
    ),
}


def word(code: str, lang: str, **figures: object) -> str:
    """Return one sentence in ``ar``, ``fr`` or ``en``."""
    found = WORDS[code]
    written = defaultdict(str, {name: str(value) for name, value in figures.items()})
    if found.counted_by:
        return ngettext_for(lang)(found.text, found.plural, int(written[found.counted_by] or 0)) % written
    return gettext_for(lang)(found.text) % written
