"""Trees as RFC 9162 has them: known roots, and every proof of every leaf leads to the root and to no other."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.merkle import inclusion_proof, leaf_hash, root, root_from_proof

# The leaves and roots of the test vectors that Certificate Transparency's implementations share
# (google/certificate-transparency, merkletree tests).
LEAVES = [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43", b"\x50\x51\x52\x53\x54\x55\x56\x57",
          bytes(range(0x60, 0x70))]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_known_roots(size: int) -> None:
    assert root([leaf_hash(leaf) for leaf in LEAVES[:size]]).hex() == ROOTS[size - 1]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root([]) == hashlib.sha256(b"").digest()


@given(st.integers(1, 70), st.data())
def test_a_proof_leads_to_the_root_and_only_from_its_own_place(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(str(n).encode()) for n in range(size)]
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(leaves, index)
    assert root_from_proof(leaves[index], index, size, proof) == root(leaves)
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        assert root_from_proof(leaves[index], other, size, proof) != root(leaves)
        assert root_from_proof(leaves[other], index, size, proof) != root(leaves)
    assert root_from_proof(leaves[index], index, size, [*proof, leaves[0]]) is None
    if proof:
        assert root_from_proof(leaves[index], index, size, proof[:-1]) is None


def test_a_node_is_no_leaf() -> None:
    leaves = [leaf_hash(b"a"), leaf_hash(b"b")]
    assert leaf_hash(leaves[0] + leaves[1]) != root(leaves)
