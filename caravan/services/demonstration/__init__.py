"""A demonstration caravan of invented people, made through the same services as real ones."""

from caravan.services.demonstration.caravan import DEMO_STAFF, make_demonstration

__all__ = ["DEMO_STAFF", "make_demonstration"]
