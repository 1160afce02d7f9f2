"""Bad input as data: what is sent, and what must come back. The real answers are in ``docs/errors.md``."""
