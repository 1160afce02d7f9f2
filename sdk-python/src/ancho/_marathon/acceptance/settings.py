"""What depends on how a Marathon was started."""

from typing import NamedTuple


class Settings(NamedTuple):
    """A Marathon's command line, as far as it decides about apps. The defaults are Marathon's own."""

    features: frozenset[str] = frozenset()
    """``--enable_features``: secrets, gpu_resources, external_volumes."""
    role: str = "*"
    """``--mesos_role``."""
    default_network: str | None = None
    """``--default_network_name``."""


AS_INSTALLED = Settings()
"""A Marathon without options."""
