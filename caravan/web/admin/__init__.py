"""The administration: who works here, the stations, the sites and the caravans; for coordinators only."""

from caravan.web.admin import caravans, home, sites, staff, stations
from caravan.web.admin.area import pages

__all__ = ["caravans", "home", "pages", "sites", "staff", "stations"]
