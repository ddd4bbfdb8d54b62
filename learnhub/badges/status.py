"""Bitstring Status Lists (W3C, 1.0): one bit a credential, set when it is revoked. Pure.

A list has 131,072 places, the least the standard allows, so that asking for it does not say whose credential one looks
at. Places are given out in an order that nobody outside can follow.
"""

import hashlib
import zlib
from collections.abc import Iterable

from learnhub.badges.multibase import base64url, from_base64url

PLACES = 131_072
LARGEST = 5 * 1024 * 1024  # bytes, unpacked: a small gzip can unpack to anything
_HALF = 9  # bits: two halves are 262,144, the smallest square that holds all places


def place(seed: bytes, number: int) -> int:
    """The place of the credential that is the `number`th of its list (0 first): each place once, shuffled by the seed.

    A four-round Feistel network, walked until it lands inside the list (a permutation stays one).
    """
    if not 0 <= number < PLACES:
        raise ValueError("the list is full")
    while True:
        number = _shuffled(seed, number)
        if number < PLACES:
            return number


def _shuffled(seed: bytes, number: int) -> int:
    left, right = number >> _HALF, number & (1 << _HALF) - 1
    for turn in range(4):
        digest = hashlib.blake2b(bytes([turn]) + right.to_bytes(2, "big"), key=seed, digest_size=2).digest()
        left, right = right, left ^ int.from_bytes(digest, "big") & (1 << _HALF) - 1
    return left << _HALF | right


def encoded(revoked: Iterable[int]) -> str:
    """The list as it stands in its credential: gzip, base64url, "u" before it. The first place is the highest bit."""
    bits = bytearray(PLACES // 8)
    for number in revoked:
        bits[number >> 3] |= 0x80 >> (number & 7)
    packer = zlib.compressobj(9, wbits=31)  # a gzip header without a time: the same list gives the same bytes
    return "u" + base64url(packer.compress(bytes(bits)) + packer.flush())


def decoded(text: str) -> bytes:
    """The bits of a list. Raises ValueError for what is none, is shorter than allowed, or unpacks to too much."""
    if not text.startswith("u"):
        raise ValueError("a status list begins with u")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        bits = unpacker.decompress(from_base64url(text[1:]), LARGEST)
    except zlib.error as error:
        raise ValueError("a status list is packed with gzip") from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ValueError("the status list is cut or too long")
    if len(bits) * 8 < PLACES:
        raise ValueError("the status list is shorter than the standard allows")
    return bits


def is_set(bits: bytes, number: int) -> bool:
    """Whether the bit at a place is set. Raises ValueError when the list has no such place."""
    if not 0 <= number < len(bits) * 8:
        raise ValueError("the status list has no such place")
    return bool(bits[number >> 3] & 0x80 >> (number & 7))
