"""Pictures of a run's results. Needs matplotlib."""

from ancho._plotting.pictures import FROM_SUMMARY, KINDS, Picture, plot
from ancho._plotting.subject import Subject

__all__ = ["FROM_SUMMARY", "KINDS", "Picture", "Subject", "plot"]
