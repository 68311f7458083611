"""One server for each data folder, held by the system, so that a crash never leaves the folder locked."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest
from filelock import FileLock

from caravan.services.addresses import Doors, keep_doors
from caravan.services.instance import only_one
from tests.refusals import refused

CHECKOUT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
from caravan.services.instance import only_one
with only_one(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_another_process_is_told_where_the_first_one_is_until_that_one_is_gone(tmp_path):
    keep_doors(tmp_path, Doors(http_port=9123))
    words = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(CHECKOUT)}) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with refused("serving.already") as stop, only_one(tmp_path):
            pass
        assert stop.value.params["address"] == "http://127.0.0.1:9123/"
        holder.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        holder.wait(timeout=10)
    with only_one(tmp_path):
        pass


def test_the_folder_is_free_again_after_an_error(tmp_path):
    with pytest.raises(ValueError, match="broken"), only_one(tmp_path):
        raise ValueError("broken")
    with only_one(tmp_path):
        pass


@pytest.mark.parametrize("answer", [NotImplementedError(), OSError(errno.ENOLCK, "no locks")])
def test_a_disk_without_locks_is_served_all_the_same(tmp_path, monkeypatch, answer):
    monkeypatch.setattr(FileLock, "_acquire", Mock(side_effect=answer))
    with only_one(tmp_path):
        pass


def test_a_folder_that_cannot_be_locked_for_another_reason_is_not_served(tmp_path, monkeypatch):
    monkeypatch.setattr(FileLock, "_acquire", Mock(side_effect=PermissionError(errno.EACCES, "refused")))
    with pytest.raises(PermissionError), only_one(tmp_path):
        pytest.fail("served without the lock")
