"""The sentence of every refusal code, in English: what is wrong, and what to do. Data; ``messages`` speaks it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English source sentence, with its plural and the parameter that counts when it has one."""

    text: str
    plural: str = ""
    counted_by: str = ""


def say(text: str) -> Sentence:
    """Mark a sentence for the translators."""
    return Sentence(text)


def say_many(text: str, plural: str, counted_by: str) -> Sentence:
    """Mark a sentence that counts something for the translators."""
    return Sentence(text, plural, counted_by)


UNKNOWN = say("This cannot be done (%(code)s). Check what was typed, or call the coordinator.")

SENTENCES = {
    "address.unknown": say("This laptop has no address %(host)s. Check --host."),
    "birth.age_out_of_range": say("The age must be between %(least)s and %(most)s years."),
    "birth.contradiction": say("The date of birth, the year and the age do not agree. Keep the one that is sure."),
    "birth.future": say("The date of birth is in the future. Check the day, the month and the year."),
    "birth.malformed": say("“%(typed)s” is not a date. Write the day, the month and the year, as 31/12/1960."),
    "birth.too_old": say("The age would be over %(most)s years. Check the year of birth."),
    "caravan.exists": say("The caravan is already started. Use it, or take another data folder."),
    "caravan.incomplete": say("A caravan needs a name and at least one site."),
    "caravan.none": say("No caravan is started yet. On the laptop, run: caravan init"),
    "card.bound_to_other": say("Card “%(typed)s” already belongs to another person. Take another blank card."),
    "card.check_wrong": say("“%(typed)s” has a wrong letter or digit. Compare it with the card and type it again."),
    "card.empty": say("No code was typed. Scan the card or type the code printed under it."),
    "card.malformed": say("“%(typed)s” is not a card code. A code has 10 letters and digits, printed under the QR."),
    "card.unbound": say("Card “%(typed)s” is not given to anyone yet. Send the person to the reception."),
    "cards.count": say("The number of cards must be between %(least)s and %(most)s."),
    "coverage.no_such_scheme": say("“%(scheme)s” is not a known health coverage. Choose one of the list."),
    "database.closed": say("The laptop is stopping. What was saved is safe: start Caravan again."),
    "database.inconsistent": say("The database is damaged. Restore the last backup."),
    "database.newer": say("The database was made by a newer Caravan. Install that version."),
    "database.unreadable": say("The database cannot be read. Check the passphrase and the data folder."),
    "demo.not_a_demo": say("%(data)s holds real data: the demo is refused there. Give another data folder."),
    "file.unwritable": say("%(file)s cannot be written: %(why)s. Choose another folder."),
    "file.unusable": say("%(file)s cannot be read or written (%(why)s). Check the name and the free space."),
    "database.missing": say(
        "The database %(file)s is not in the data folder any more. Put it back, or restore a backup, before you go on."
    ),
    "site.twice": say("Two sites have the same name. Give each its own."),
    "form.changed": say(
        "Form %(form)s was changed without a new version (%(version)s): %(changes)s. Raise its version number."
    ),
    "form.older": say(
        "Version %(version)s of form %(form)s is older than %(newest)s, which is already known. "
        "Give it a higher version number."
    ),
    "form.no_file": say("No file was chosen. Choose an .xlsx or .md file."),
    "form.not_ready": say("This upload is not waiting any more. Look at the list and choose again."),
    "form.unusable": say("This Caravan cannot read that version of the form any more. Use a newer version."),
    "form.unknown": say("This caravan has no such form. Choose one of the stations."),
    "house.damaged": say("%(file)s in the data folder is missing or damaged. Restore it from the last backup."),
    "house.exists": say("%(data)s already holds a caravan's data. Use it, or give another folder."),
    "house.none": say("%(data)s holds no caravan yet. Run: caravan init"),
    "import.day": say("Column %(column)s: “%(value)s” is not a date."),
    "import.empty": say("%(file)s is empty. Export it again from where it comes."),
    "import.headers": say("%(file)s has no row of column names, or two columns have the same name."),
    "import.long_row": say("The row has more cells than the column names. Look for a stray comma or quotation mark."),
    "import.no_column": say("%(file)s has no column %(column)s. Check the map."),
    "import.no_file": say("%(file)s cannot be found or opened. Check the name of the file."),
    "import.no_key": say("Column %(column)s is empty in this row: without it a second import could not tell it again."),
    "import.not_text": say("%(file)s is not a text file. Save it as CSV in UTF-8."),
    "import.not_xlsx": say("%(file)s is not an Excel file. Open it in a spreadsheet and save it as .xlsx."),
    "import.nothing_maps": say("No column of %(file)s is a question of the form %(form)s. Give a map with --map."),
    "import.other_content": say("Row %(key)s was imported before with another content. Correct it by hand."),
    "import.too_large": say("%(file)s is larger than %(most)s MB. Divide it into several files."),
    "map.day": say("%(file)s: the day must be a column or a date, as 2026-11-21."),
    "map.no_column": say("%(file)s: the entry %(entry)s names no column."),
    "map.not_toml": say("%(file)s cannot be read as TOML: %(why)s"),
    "map.other_form": say("This map is for the form %(form)s. Give the right form or the right map."),
    "map.unknown_entry": say("%(file)s: the entry %(entry)s is not known. Check its spelling."),
    "map.unknown_question": say("The form %(form)s has no question %(question)s. Check the map."),
    "map.value": say("Column %(column)s: “%(value)s” is not among the values of the map. Add it there."),
    "map.wrong_entry": say("%(file)s: the entry %(entry)s is not written as expected. Compare it with the example."),
    "operation.changed": say("This page was already saved with other answers. Open the person again."),
    "passphrase.missing": say("The data are encrypted: give the passphrase."),
    "passphrase.short": say("The passphrase is too short: at least %(least)s characters."),
    "passphrase.wrong": say("The passphrase is wrong. Type it again."),
    "patient.unknown": say("This person is not in the register. Search by name."),
    "pin.locked": say_many(
        "Too many wrong PINs. Wait %(minutes)s minute, or ask the coordinator.",
        "Too many wrong PINs. Wait %(minutes)s minutes, or ask the coordinator.",
        counted_by="minutes",
    ),
    "pin.weak": say("This PIN is too easy. Take 4 to 12 digits, not all alike and not in a row."),
    "pin.wrong": say_many(
        "Wrong PIN. You have %(left)s try left.", "Wrong PIN. You have %(left)s tries left.", counted_by="left"
    ),
    "port.reserved": say("Port %(port)s is reserved by the system. Give a port above 1023."),
    "port.taken": say("Port %(port)s is already used. Stop the other program, or give another port."),
    "record.unknown": say("This record does not exist. Start again from the home page."),
    "screening.empty": say("Nothing was answered. Answer at least one question before saving."),
    "scoring.failed": say("The rules of this station failed, nothing was saved. Use paper and call the coordinator."),
    "scoring.twice": say("Scoring modules %(file)s and %(other)s have the same FORM_ID %(form)s. Remove one of them."),
    "scoring.unusable": say("The scoring module %(file)s cannot be used: %(why)s. Repair it, or take it away."),
    "screening.unknown": say("This screening does not exist. Open the person again."),
    "site.none": say("No site is open. Ask the coordinator to open today's site."),
    "site.unknown": say("This caravan has no such site. Choose one of the list."),
    "staff.exists": say("%(name)s is already on the staff list. Add a family name or a number."),
    "staff.name": say("The name is empty. Type the name that will be tapped."),
    "staff.role": say("The role must be one of: %(roles)s."),
    "staff.unknown": say("This person is not on the staff list. Ask the coordinator."),
    "visit.unknown": say("This visit does not exist. Open the person again."),
    "void.reason": say("Write why this is cancelled."),
}
