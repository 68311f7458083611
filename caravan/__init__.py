"""Caravan: the software of a medical caravan."""

__version__ = "0.1.0"
