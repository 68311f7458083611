"""The authority is made once and kept, the leaf follows the addresses, and nobody else can read their keys."""

import os
from datetime import timedelta

import pytest
from cryptography import x509

from caravan.services.trust import find_authority, prepare_trust
from tests.conftest import MORNING
from tests.refusals import refused

HERE, THERE = ("192.168.1.20",), ("192.168.43.7",)
YEAR = timedelta(days=365)


def addresses(shown):
    certificate = x509.load_pem_x509_certificate(shown.certificate.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(address) for address in names.get_values_for_type(x509.IPAddress)}


def test_there_is_no_authority_before_the_first_start(tmp_path):
    assert find_authority(tmp_path) is None


def test_another_start_at_the_same_addresses_changes_nothing(tmp_path):
    first = prepare_trust(tmp_path, HERE, at=MORNING)
    kept = first.certificate.read_bytes()
    again = prepare_trust(tmp_path, HERE, at=MORNING + timedelta(days=3))
    assert (first.is_new, again.is_new) == (True, False)
    assert again.certificate.read_bytes() == kept


def test_other_addresses_bring_another_leaf_under_the_same_authority(tmp_path):
    prepare_trust(tmp_path, HERE, at=MORNING)
    trusted = find_authority(tmp_path)
    moved = prepare_trust(tmp_path, THERE, at=MORNING)
    assert moved.is_new
    assert addresses(moved) == {"192.168.43.7", "127.0.0.1", "::1"}
    assert find_authority(tmp_path) == trusted, "tablets need not do anything"


def test_the_leaf_is_renewed_before_it_ends_and_the_authority_stays(tmp_path):
    prepare_trust(tmp_path, HERE, at=MORNING)
    trusted = find_authority(tmp_path)
    assert prepare_trust(tmp_path, HERE, at=MORNING + YEAR).is_new
    assert find_authority(tmp_path) == trusted


def test_a_clock_that_was_put_back_does_not_cost_the_authority(tmp_path):
    prepare_trust(tmp_path, HERE, at=MORNING)
    trusted = find_authority(tmp_path)
    prepare_trust(tmp_path, HERE, at=MORNING - 10 * YEAR)
    assert find_authority(tmp_path) == trusted


def test_an_authority_that_is_over_is_made_anew_and_the_old_one_kept_beside(tmp_path):
    prepare_trust(tmp_path, HERE, at=MORNING)
    old = find_authority(tmp_path)
    prepare_trust(tmp_path, HERE, at=MORNING + 6 * YEAR)
    assert find_authority(tmp_path) != old
    assert (tmp_path / "tls" / "authority.pem.old").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_keys_can_be_read_by_their_owner_alone_even_after_a_careless_copy(tmp_path):
    shown = prepare_trust(tmp_path, HERE, at=MORNING)
    for key in (shown.key, tmp_path / "tls" / "authority.key"):
        key.chmod(0o644)
    prepare_trust(tmp_path, HERE, at=MORNING)
    modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "tls").glob("*.key")}
    assert modes == {"leaf.key": 0o600, "authority.key": 0o600}
    assert (tmp_path / "tls").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["leaf.pem", "leaf.key"])
def test_a_leaf_written_by_halves_is_issued_again(tmp_path, name):
    prepare_trust(tmp_path, HERE, at=MORNING)
    (tmp_path / "tls" / name).write_text("-----BEGIN CERT", "ascii")
    assert prepare_trust(tmp_path, HERE, at=MORNING).is_new


def test_a_damaged_authority_is_never_replaced_in_silence(tmp_path):
    prepare_trust(tmp_path, HERE, at=MORNING)
    (tmp_path / "tls" / "authority.key").unlink()
    with refused("trust.damaged"):
        prepare_trust(tmp_path, HERE, at=MORNING)
