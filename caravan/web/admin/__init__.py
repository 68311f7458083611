"""The administration: who works here, the stations, the sites and the caravans; for coordinators only."""

from caravan.web.admin import caravans, home, laptop, sites, staff, stations
from caravan.web.admin.area import pages

__all__ = ["caravans", "home", "laptop", "pages", "sites", "staff", "stations"]
