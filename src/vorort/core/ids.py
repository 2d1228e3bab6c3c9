"""Public ids: random, short, readable aloud; integer keys never leave the house."""

import secrets

# Without 0/O, 1/I/L and vowels: no mistakes when read aloud, no accidental words.
ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
LENGTH = 12


def new_public_id() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
