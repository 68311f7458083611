"""The door of the administration: a tile for each thing that a coordinator prepares or changes."""

from __future__ import annotations

from flask import render_template

from caravan.services.caravans import get_caravan
from caravan.services.doubles import count_perhaps_twice
from caravan.services.staff import list_members
from caravan.web.admin.area import pages
from caravan.web.gate import allow
from caravan.web.house import current_house


@pages.get("/admin")
@allow("coordinator")
def home() -> str:
    """Show what can be prepared and changed."""
    house = current_house()
    twice = count_perhaps_twice(house)
    return render_template("admin/home.html", caravan=get_caravan(house), members=list_members(house), twice=twice)
