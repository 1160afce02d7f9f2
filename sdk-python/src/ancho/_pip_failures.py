"""What pip says when it cannot do what is asked, and whose fault that is."""

import re

from ancho._errors import ModelError, NotReachable
from ancho._requirements import REQUIREMENTS

_MAX_SAID = 2000

# What pip writes where it is not the requirements that are wrong.
_NO_INDEX = re.compile(r"after connection broken by|Could not fetch URL|Max retries exceeded|Credentials not correct")
_NO_ROOM = re.compile(r"due to an OSError: .*|^MemoryError.*", re.MULTILINE)


def what_went_wrong(status: int, said: str) -> Exception:
    """The error that an unsuccessful pip stands for: the requirements', the index's or this machine's."""
    if status < 0:
        return OSError(f"pip was ended by signal {-status}")
    if found := _NO_ROOM.search(said):
        return OSError(f"pip could not install: {found[0]}")
    errors = said[said.find("ERROR:") :] if "ERROR:" in said else "\n".join(said.splitlines()[-3:])
    told = " ".join(errors.replace("ERROR: ", "").split())[:_MAX_SAID]
    if _NO_INDEX.search(said):
        return NotReachable(f"the package index cannot be reached: {told}")
    wheels = "; packages are installed as wheels, none is built from source" if "No matching" in told else ""
    return ModelError(f"{REQUIREMENTS} cannot be installed: {told}{wheels}")
