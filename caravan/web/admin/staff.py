"""The staff pages: who works here, a new person, another PIN, someone locked out, someone who leaves or comes back.

A PIN that was made is shown in the answer itself and nowhere else: not in a cookie, a log or an address.
"""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError
from caravan.domain.ids import new_id
from caravan.services import staff as service
from caravan.services.pins import make_pin
from caravan.services.staff import Details
from caravan.web.admin.area import Answer, beside, pages, typed
from caravan.web.gate import allow, current_operator, sign_in
from caravan.web.house import current_house
from caravan.web.operations import operation_id
from caravan.web.speech import current_language

FIELDS = {
    "staff.name": "name",
    "staff.exists": "name",
    "staff.role": "role",
    "staff.last_coordinator": "role",
    "staff.language": "language",
    "pin.weak": "pin",
}


@pages.get("/admin/staff")
@allow("coordinator")
def staff() -> str:
    """Show who works here, by role, and who left."""
    house = current_house()
    return render_template("admin/staff.html", members=service.list_members(house), former=service.list_former(house))


@pages.get("/admin/staff/new")
@allow("coordinator")
def staff_new() -> str:
    """Offer an empty line of the staff list."""
    return _new_page(Details("", "", current_language().code))


@pages.post("/admin/staff/new")
@allow("coordinator")
def add_staff() -> Answer:
    """Add someone; a PIN that was made is shown this once."""
    wanted, details, pin = operation_id(typed("operation_id")), _details(), typed("pin")
    given = pin or make_pin()
    try:
        added = service.add_member(current_house(), current_operator(), details, pin=given, operation_id=wanted)
    except CaravanError as refusal:
        return _new_page(details, pin=pin, errors=beside(refusal, FIELDS)), 422
    if added.is_new and not pin:
        return _pin_page(added.id, given)
    flash(_("%(name)s is on the staff list.", name=details.name), "ok")
    return redirect(url_for("admin.staff"), 303)


@pages.get("/admin/staff/<uuid:staff_id>")
@allow("coordinator")
def staff_member(staff_id: UUID) -> str:
    """Show one person of the staff, with what can be changed."""
    return _member_page(staff_id)


@pages.post("/admin/staff/<uuid:staff_id>")
@allow("coordinator")
def change_staff(staff_id: UUID) -> Answer:
    """Change the name, the role or the language of someone."""
    details = _details()
    try:
        service.change_member(current_house(), current_operator(), staff_id, details)
    except CaravanError as refusal:
        return _member_page(staff_id, details, errors=beside(refusal, FIELDS)), 422
    flash(_("The changes are saved."), "ok")
    is_own_farewell = staff_id == current_operator().staff_id and details.role != "coordinator"
    return redirect(url_for("access.home" if is_own_farewell else "admin.staff"), 303)


@pages.post("/admin/staff/<uuid:staff_id>/pin")
@allow("coordinator")
def change_pin(staff_id: UUID) -> Answer:
    """Give someone another PIN; one that was made is shown this once."""
    pin = typed("pin")
    given = pin or make_pin()
    try:
        service.set_pin(current_house(), current_operator(), staff_id, pin=given)
    except CaravanError as refusal:
        return _member_page(staff_id, errors=beside(refusal, FIELDS)), 422
    if staff_id == current_operator().staff_id:
        sign_in(current_operator())  # the PIN ended her own session too
    if not pin:
        return _pin_page(staff_id, given)
    flash(_("The new PIN is valid from now on."), "ok")
    return redirect(url_for("admin.staff"), 303)


@pages.post("/admin/staff/<uuid:staff_id>/unlock")
@allow("coordinator")
def unlock_staff(staff_id: UUID) -> Response:
    """Let someone try again who typed too many wrong PINs."""
    service.unlock(current_house(), current_operator(), staff_id)
    flash(_("%(name)s can sign in again.", name=service.get_member(current_house(), staff_id).name), "ok")
    return redirect(url_for("admin.staff"), 303)


@pages.post("/admin/staff/<uuid:staff_id>/remove")
@allow("coordinator")
def remove_staff(staff_id: UUID) -> Answer:
    """Take someone off the list, with the reason."""
    try:
        service.remove_member(current_house(), current_operator(), staff_id, typed("reason"))
    except CaravanError as refusal:
        fields = {"staff.reason": "reason", "staff.last_coordinator": "reason"}
        return _member_page(staff_id, errors=beside(refusal, fields)), 422
    flash(_("Taken off the list, and signed out. Whatever was recorded keeps this name."), "ok")
    return redirect(url_for("admin.staff"), 303)


@pages.post("/admin/staff/<uuid:staff_id>/back")
@allow("coordinator")
def bring_back_staff(staff_id: UUID) -> Response:
    """Put someone who left back on the list."""
    service.bring_back(current_house(), current_operator(), staff_id)
    flash(_("Back on the staff list, with the same PIN as before."), "ok")
    return redirect(url_for("admin.staff"), 303)


def _details() -> Details:
    return Details(typed("name"), typed("role"), typed("language"))


def _new_page(details: Details, *, pin: str = "", errors: dict[str, str] | None = None) -> str:
    values = {"details": details, "pin": pin, "errors": errors or {}, "operation_id": new_id()}
    return render_template("admin/staff_new.html", **values)


def _member_page(staff_id: UUID, details: Details | None = None, *, errors: dict[str, str] | None = None) -> str:
    member = service.get_member(current_house(), staff_id)
    shown = details or Details(member.name, member.role, member.language)
    return render_template(
        "admin/staff_member.html", member=member, details=shown, reason=typed("reason"), errors=errors or {}
    )


def _pin_page(staff_id: UUID, pin: str) -> str:
    return render_template("admin/pin.html", member=service.get_member(current_house(), staff_id), pin=pin)
