"""``python -m caravan`` is the ``caravan`` command."""

from caravan.cli import main

main()
