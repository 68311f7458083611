"""Serving the tablets: http and https at once from one process, for as long as the day lasts."""

from caravan.serving.listeners import Listeners, listen
from caravan.serving.running import serve
from caravan.serving.secure_door import SecureDoor

__all__ = ["Listeners", "SecureDoor", "listen", "serve"]
