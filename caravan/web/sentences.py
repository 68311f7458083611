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
    "batch.none_left": say("No card of this printing is blank any more. Print all of them, or print new cards."),
    "batch.unknown": say("This printing does not exist. Go back to the cards and choose one of the list."),
    "birth.age_out_of_range": say("The age must be between %(least)s and %(most)s years."),
    "birth.contradiction": say("The date of birth, the year and the age do not agree. Keep the one that is sure."),
    "birth.future": say("The date of birth is in the future. Check the day, the month and the year."),
    "birth.malformed": say("“%(typed)s” is not a date. Write the day, the month and the year, as 31/12/1960."),
    "birth.too_old": say("The age would be over %(most)s years. Check the year of birth."),
    "caravan.closed": say("The caravan “%(name)s” is closed: nothing more is recorded. Ask the coordinator."),
    "caravan.dates": say("The last day comes before the first. Exchange them."),
    "caravan.day": say("“%(typed)s” is not a day. Choose it in the calendar, or write it as 2026-11-21."),
    "caravan.exists": say("A caravan is already going on. Use it, or close it first."),
    "caravan.incomplete": say("A caravan needs a name and at least one site."),
    "caravan.open": say("The caravan “%(name)s” is still going on. Close it first, then archive it."),
    "caravan.unknown": say("This caravan does not exist. Choose one of the list."),
    "caravan.none": say("No caravan is started yet. On the laptop, run: caravan init"),
    "card.bound_to_other": say("Card “%(typed)s” already belongs to another person. Take another blank card."),
    "card.check_wrong": say("“%(typed)s” has a wrong letter or digit. Compare it with the card and type it again."),
    "card.empty": say("No code was typed. Scan the card or type the code printed under it."),
    "card.malformed": say("“%(typed)s” is not a card code. A code has 10 letters and digits, printed under the QR."),
    "card.foreign": say("This code is something else: an address, a Wi-Fi, a product. Scan the person's card."),
    "card.of_other_caravan": say("Card “%(typed)s” was printed for “%(name)s” and given to no one. Reception first."),
    "card.unknown": say("Card “%(typed)s” was neither printed nor given here. Look whose it is, then the reception."),
    "card.other_caravan": say(
        "It was given in “%(name)s”, and its person is not received here today. Reception first."
    ),
    "card.thrown": say("Card “%(typed)s” was thrown away with its printing. Take another blank card."),
    "card.lost": say("Card “%(typed)s” was told lost: it is never used again. Take another blank card."),
    "card.not_theirs": say("This card is not one of this person's. Choose one of the cards on the page."),
    "card.reason": say("Choose why the card is taken away: lost, or given to the wrong person."),
    "card.unbound": say("Card “%(typed)s” is not given to anyone yet. Send the person to the reception."),
    "cards.count": say("The number of cards must be between %(least)s and %(most)s."),
    "cards.people": say("Write the people expected in a day as a number from 1 to %(most)s, or leave it blank."),
    "cards.sentence": say("A sentence on a card has %(most)s letters at most. Shorten it."),
    "cards.sentence_room": say(
        "The sentence does not fit on this label. Shorten it, or take a larger label or no logo."
    ),
    "cards.used": say("The labels already used on the first sheet are a number from 0 to %(most)s."),
    "correct.nothing": say("Nothing was changed. Change an answer, or leave this page."),
    "correct.reason": say("Choose or write why this is corrected."),
    "coverage.no_such_scheme": say("“%(scheme)s” is not a known health coverage. Choose one of the list."),
    "certificate.nameless": say("The certificate %(certificate)s vouches for no domain. Give one in PEM that does."),
    "certificate.unusable": say(
        "The certificate %(certificate)s and its key %(key)s cannot be used together. Give both as PEM files, the key "
        "without a passphrase."
    ),
    "database.closed": say("The laptop is stopping. What was saved is safe: start Caravan again."),
    "database.inconsistent": say("The database is damaged. Restore the last backup."),
    "database.newer": say("The database was made by a newer Caravan. Install that version."),
    "database.unreadable": say("The database cannot be read. Check the passphrase and the data folder."),
    "disk.full": say("Only %(free)s MB are free on the disk: a day would not fit. Make room, then start again."),
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
    "history.not_yours": say("This history is not for your role. Ask the coordinator."),
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
    "import.not_asked": say(
        "%(value)s: with the other answers of this row the form does not ask this, so it is left out. "
        "Correct the row or the map."
    ),
    "import.not_text": say("%(file)s is not a text file. Save it as CSV in UTF-8."),
    "import.not_xlsx": say("%(file)s is not an Excel file. Open it in a spreadsheet and save it as .xlsx."),
    "import.nothing_maps": say("No column of %(file)s is a question of the form %(form)s. Give a map with --map."),
    "import.other_content": say("Row %(key)s was imported before with another content. Correct it by hand."),
    "import.too_large": say("%(file)s is larger than %(most)s MB. Divide it into several files."),
    "label.no_room": say(
        "This label has no room for a name, a sentence or a logo. Leave them out, or take a larger label."
    ),
    "label.too_large": say(
        "This label is larger than an A4 sheet: it may be %(width)s mm wide and %(height)s mm high."
    ),
    "label.too_small": say(
        "A label of %(width)s mm by %(height)s mm is too small: its QR could not be read. Take one of 38 mm by 34 mm."
    ),
    "label.unknown": say("“%(asked)s” is no label. Write its width and height in mm, as 38x34, or a name: %(names)s."),
    "logo.none": say("There is no logo yet. Choose a picture for it, or print without it."),
    "logo.unreadable": say("This picture cannot be used as a logo. Choose a PNG or JPEG file of 3 MB at most."),
    "map.day": say("%(file)s: the day must be a column or a date, as 2026-11-21."),
    "map.no_column": say("%(file)s: the entry %(entry)s names no column."),
    "map.not_toml": say("%(file)s cannot be read as TOML: %(why)s"),
    "map.other_form": say("This map is for the form %(form)s. Give the right form or the right map."),
    "map.unknown_entry": say("%(file)s: the entry %(entry)s is not known. Check its spelling."),
    "map.unknown_question": say("The form %(form)s has no question %(question)s. Check the map."),
    "map.value": say("Column %(column)s: “%(value)s” is not among the values of the map. Add it there."),
    "map.wrong_entry": say("%(file)s: the entry %(entry)s is not written as expected. Compare it with the example."),
    "operation.changed": say("This page was already saved with other answers. Open the person again."),
    "ops.kind": say(
        "This record is of a kind that the laptop does not know: the tablet keeps it. Call the coordinator."
    ),
    "ops.malformed": say("This record cannot be read: the tablet keeps it. Call the coordinator."),
    "ops.role": say("Whoever typed this record may not save it: the tablet keeps it. Call the coordinator."),
    "recovery.file": say("This is no recovery file of a tablet. Choose the .json file that the tablet wrote."),
    "passphrase.missing": say("The data are encrypted: give the passphrase."),
    "passphrase.short": say("The passphrase is too short: at least %(least)s characters."),
    "passphrase.wrong": say("The passphrase is wrong. Type it again."),
    "patient.not_yours": say(
        "The reception corrects what it registered the same day; anything else, the coordinator. Ask the coordinator."
    ),
    "paper.before": say("The caravan had not begun on that day. Check the day on the sheet."),
    "paper.by": say("Choose who filled in the sheet: a doctor or the coordinator for a station."),
    "paper.day": say("“%(typed)s” is not a day. Choose the day that is written on the sheet."),
    "paper.future": say("The time of the sheet is in the future. Check the day and the time that are written on it."),
    "paper.time": say("“%(typed)s” is not a time of day. Write it as on the sheet, like 14:05."),
    "paper.twice": say("This sheet was typed already: the same person, form, time and author. Take the next sheet."),
    "patient.unknown": say("This person is not in the register. Search by name."),
    "photo.damaged": say("The photo did not arrive whole. Take it again."),
    "photo.empty": say("No photo was chosen. Take a photo of the card, then send it."),
    "photo.no_code": say("No card is seen in it. Come closer, hold still, with light on the card, and take it again."),
    "photo.not_a_photo": say("This file is not a photo (JPEG, PNG or WebP). Take a photo of the card."),
    "photo.pdf": say("This file is a PDF, not a photo. Take a photo of the card."),
    "photo.too_large": say("The photo has more than %(most)s megapixels. Take a smaller one."),
    "photo.two_cards": say("Two cards are in the picture, …%(first)s and …%(second)s. Show only one."),
    "pin.locked": say_many(
        "Too many wrong PINs. Wait %(minutes)s minute, or ask the coordinator.",
        "Too many wrong PINs. Wait %(minutes)s minutes, or ask the coordinator.",
        counted_by="minutes",
    ),
    "pin.weak": say("This PIN is too easy. Take 4 to 12 digits, not all alike and not in a row."),
    "pin.wrong": say_many(
        "Wrong PIN. You have %(left)s try left.", "Wrong PIN. You have %(left)s tries left.", counted_by="left"
    ),
    "poster.address": say(
        "This is no address of a page. Write it as http://192.168.1.10:8080, with %(most)s letters at most."
    ),
    "port.reserved": say("Port %(port)s is reserved by the system. Give a port above 1023."),
    "port.taken": say("Port %(port)s is already used. Stop the other program, or give another port."),
    "record.changed": say(
        "%(by)s changed this record at %(time)s, while you were typing. Nothing of yours is saved yet: look, then save."
    ),
    "record.coordinator_only": say("Only the coordinator may do this. Ask the coordinator."),
    "record.reception_only": say("The reception does this. Send the person to the reception."),
    "queue.called_first": say("%(name)s called number %(number)s first (%(station)s). Call the next person."),
    "queue.closed": say("%(station)s is closed: nobody is sent there. Choose an open station."),
    "queue.too_late": say("Number %(number)s was called, seen or moved meanwhile. Look at the queue, then decide."),
    "queue.unknown": say("This person is not in the queues of today. Search the person by name."),
    "record.unknown": say("This record does not exist. Start again from the home page."),
    "screening.meanwhile": say(
        "Someone recorded this form for this person after it was opened here. Look at it, then save again."
    ),
    "restore.reason": say("Choose or write why this is brought back."),
    "screening.cancelled": say("This record is cancelled. Bring it back before you correct it."),
    "screening.empty": say("Nothing was answered. Answer at least one question before saving."),
    "scoring.failed": say("The rules of this station failed, nothing was saved. Use paper and call the coordinator."),
    "scoring.twice": say("Scoring modules %(file)s and %(other)s have the same FORM_ID %(form)s. Remove one of them."),
    "scoring.unusable": say("The scoring module %(file)s cannot be used: %(why)s. Repair it, or take it away."),
    "screening.not_yours": say(
        "Who made this record, or typed it from paper, may change it the same day; after that, the coordinator. "
        "Ask the coordinator."
    ),
    "screening.visit_cancelled": say("The visit of this record was cancelled. Record the screening again."),
    "screening.unknown": say("This screening does not exist. Open the person again."),
    "site.closed": say("The site “%(site)s” is closed. Reopen it first, then move the caravan there."),
    "site.commune": say("This commune is not in the list of the southern communes. Choose one of the list."),
    "site.name": say("The name is empty. Type the name of the place."),
    "site.none": say("No site is open. Ask the coordinator to open today's site."),
    "site.stands_here": say("The caravan stands at “%(site)s”. Move it to another site first, then close this one."),
    "second.own": say("You typed this sheet the first time. The second typing is for someone else."),
    "second.paper": say("Only a record that was typed from paper can be typed again. Choose one of the list."),
    "second.twice": say("This sheet was typed a second time already. Take another one."),
    "second.unknown": say("This second typing does not exist. Choose one of the list."),
    "sheets.count": say("The number of sheets must be between %(least)s and %(most)s."),
    "site.unknown": say("This caravan has no such site. Choose one of the list."),
    "staff.exists": say("%(name)s is already on the staff list. Add a family name or a number."),
    "staff.language": say("The language must be one of: %(languages)s."),
    "staff.last_coordinator": say("This is the only coordinator. Add another coordinator first."),
    "staff.name": say("The name is empty. Type the name that will be tapped."),
    "staff.reason": say("Write why this person is taken off the list."),
    "sheet.not_used": say("This sheet is for the form “%(form)s”, which is not used here. Ask the coordinator."),
    "staff.role": say("The role must be one of: %(roles)s."),
    "staff.unknown": say("This person is not on the staff list. Ask the coordinator."),
    "station.used": say("This station has recorded something: it cannot be removed. Close it instead."),
    "visit.not_empty": say("Something was recorded at this visit. Cancel those records first."),
    "visit.not_yours": say("The reception cancels a visit the same day; after that, the coordinator. Ask them."),
    "registration.undone": say("This registration was undone. Open a new form to register the person again."),
    "undo.began": say("A station has already called or seen this person: ask the coordinator to cancel instead."),
    "undo.not_yours": say("Only who registered this person, or the coordinator, can undo it."),
    "undo.too_late": say_many(
        "A registration can be undone for %(minutes)s minute only. Ask the coordinator to cancel it.",
        "A registration can be undone for %(minutes)s minutes only. Ask the coordinator to cancel it.",
        counted_by="minutes",
    ),
    "visit.unknown": say("This visit does not exist. Open the person again."),
    "void.reason": say("Choose or write why this is cancelled."),
    "wifi.name": say("Write the name of the Wi-Fi network, %(most)s letters at most."),
    "wifi.no_password": say("Give the password of the network with --password, or say --open when it has none."),
    "wifi.password": say("A Wi-Fi password has %(least)s to %(most)s Latin letters, digits or signs. Check it."),
    "serving.already": say(
        "Caravan already serves %(data)s. Open %(address)s, or stop the other one first (Ctrl-C in its window)."
    ),
    "trust.damaged": say(
        "%(file)s is damaged. Put it back from a copy, or delete the folder “tls” of the data folder: every tablet "
        "must then be secured again."
    ),
    "referral.unknown": say("This referral does not exist any more. Open the person again."),
    "referral.doctor_only": say("Only a doctor makes, changes or drops a referral. Call a doctor."),
    "referral.not_yours": say("Only a doctor or the coordinator tells what became of a referral."),
    "referral.changed": say("Someone else changed this referral meanwhile. Look at it, then decide."),
    "referral.settled": say("This referral is settled already. Open it again to change it."),
    "referral.reason": say("Choose or write why."),
    "referral.urgency": say("Choose how urgent it is."),
    "referral.place": say("Choose where the person is sent."),
    "referral.outcome": say("Choose what became of the referral."),
    "alert.sign": say("Choose the danger sign that was seen."),
    "growth.unusable": say("The table growth.csv cannot be used: %(why)s. Correct that line, or take the file away."),
    "rules.unusable": say("The file rules.toml cannot be used: %(why)s. Correct it, or take it away."),
    "rules.unknown": say(
        "The file rules.toml names “%(rule)s”, which is no rule that can be switched so. Correct the name."
    ),
}
