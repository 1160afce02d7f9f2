"""A model made ready for a run on this machine: a folder with the files that its archive has, and no others."""

from dataclasses import dataclass
from pathlib import Path

from ancho import _archive
from ancho._description import Description, describe, folder_of
from ancho._home import models


@dataclass(frozen=True)
class StagedModel:
    """A model as an executor has it.

    Attributes
    ----------
    id
        ``sha256:…``, the same that a service gives it
    folder
        a folder with the files of its archive, kept among those of fetched models
    description
        its name and entrypoint
    """

    id: str
    folder: Path
    description: Description


def stage(model: str | Path) -> StagedModel:
    """Make a model ready: a folder with an ``ancho.toml``, or a single ``.py`` file.

    A folder that an earlier run has written to is made anew.

    Raises
    ------
    ModelError
        if it is no model, or has a file that no archive can hold
    """
    path = folder_of(Path(model))
    description = describe(path)
    archive = _archive.pack(path)
    return StagedModel(_archive.id_of(archive), _archive.kept(archive, models()), description)
