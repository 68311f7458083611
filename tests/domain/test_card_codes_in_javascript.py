"""The tablet alone knows a wrong card as the laptop does."""

import json
import random
import shutil
import subprocess

import pytest

from caravan.domain.codes import ALPHABET, WEIGHTS, new_code, printed, read_code
from caravan.domain.errors import CaravanError
from caravan.paths import PACKAGE

SCRIPT = """
import { readCode } from "%s";
import { readFileSync } from "node:fs";
const { typed, alphabet, weights } = JSON.parse(readFileSync(0));
console.log(JSON.stringify(typed.map((one) => readCode(one, alphabet, weights))));
"""


def read_here(typed):
    try:
        return read_code(typed).code
    except CaravanError:
        return None


def test_the_tablet_reads_codes_as_the_laptop_does():
    if shutil.which("node") is None:
        pytest.fail("Node.js is not installed: make system")
    chance = random.Random(7)  # noqa: S311  a fixed seed, no secret
    right = [new_code() for _ in range(500)]
    wrong = [
        "".join(chance.choice(ALPHABET + "OIL0-") for _ in range(chance.choice((9, 10, 10, 11)))) for _ in range(500)
    ]
    typed = [*right, *map(printed, right), *(code.lower() for code in right), *wrong, "", "—", f" {right[0]}/eye "]
    script = SCRIPT % (PACKAGE / "web/static/js/outbox/codes.js").as_uri()
    given = json.dumps({"typed": typed, "alphabet": ALPHABET, "weights": WEIGHTS})
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script], input=given, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [read_here(one) for one in typed]
    assert None in json.loads(done.stdout)
