"""The name caravan.local on a network: told, found by another machine, and left to who had it first."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
TELL = """
import sys, time
from caravan.services.addresses import Doors
from caravan.serving.naming import Naming
naming = Naming(Doors(http_port=8080, https_port=8443))
naming._tell(tuple(sys.argv[1:]))
print("taken" if naming.is_taken else "told", flush=True)
sys.stdin.readline()
naming.stop()
"""
ASK = """
from zeroconf import AddressResolver, Zeroconf
asker = Zeroconf(interfaces=["127.0.0.1"])
found = AddressResolver("caravan.local.")
found.request(asker, 3000)
print(",".join(found.parsed_addresses()))
asker.close()
"""


@contextmanager
def laptop(*addresses: str) -> Iterator[str]:
    """Another process that tells the name, or finds it taken."""
    words, env = [sys.executable, "-c", TELL, *addresses], {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True, env=env) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate("\n", timeout=20)


def who_answers() -> str:
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True, timeout=30)
    return done.stdout.strip()


def test_the_name_is_found_while_the_laptop_serves_and_belongs_to_the_first_of_two():
    with laptop("127.0.0.1") as first:
        assert first == "told"
        assert who_answers() == "127.0.0.1"
        with laptop("127.0.0.2") as second:
            assert second == "taken"
            assert who_answers() == "127.0.0.1", "the second stays silent"
    assert who_answers() == ""
