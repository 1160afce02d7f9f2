"""Draws a number; now and then its process ends in one of several ways."""

import ctypes
import os
import signal

import ancho


@ancho.model
def sequence(rng, start):
    draw = rng.random()
    if draw > 0.99:
        ctypes.string_at(0)
    if draw > 0.98:
        os.kill(os.getpid(), signal.SIGKILL)
    if draw > 0.97:
        os._exit(7)
    return {"draw": draw}
