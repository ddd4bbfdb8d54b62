"""Bytes as text, as the W3C's documents write keys and signatures: base58 ("z…") and base64url ("u…"). Pure."""

import base64
import binascii

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LONGEST_BASE58 = 1_000  # characters: base58 takes time that grows with the square, and a key or signature is short

ED25519 = b"\xed\x01"  # multicodec prefixes of public keys
P256 = b"\x80\x24"


def base58(data: bytes) -> str:
    """Base58 as Bitcoin writes it, with "z" before it."""
    number = int.from_bytes(data, "big")
    digits = ""
    while number:
        number, digit = divmod(number, 58)
        digits = ALPHABET[digit] + digits
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + ALPHABET[0] * zeros + digits


def from_base58(text: str) -> bytes:
    """Raises ValueError for what is not "z" and base58."""
    if not text.startswith("z") or len(text) > LONGEST_BASE58:
        raise ValueError("not base58 with a z before it")
    number = 0
    for character in text[1:]:
        number = number * 58 + ALPHABET.index(character)
    zeros = len(text) - 1 - len(text[1:].lstrip(ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def base64url(data: bytes) -> str:
    """Without padding, as in a JWT; a multibase has "u" before it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Strict: no padding, no character of another alphabet. Raises ValueError."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64url") from error
    if base64url(data) != text:
        raise ValueError("not base64url")
    return data
