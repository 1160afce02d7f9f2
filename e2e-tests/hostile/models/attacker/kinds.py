"""What an attack is: a function that gives deeds. One that raises OSError was refused; any other has crossed."""

import ctypes
import functools
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def attack(function):
    function.is_attack = True
    return function


def deed(function, *arguments):
    return functools.partial(function, *arguments)


def call(name, *arguments):
    """A deed: a function of the C library that returns -1 where it fails."""

    def do():
        if getattr(LIBC, name)(*arguments) == -1:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    return do


def system_call(number, *arguments):
    return call("syscall", ctypes.c_long(number), *(ctypes.c_long(argument) for argument in arguments))


def must_not(condition, what):
    """A deed that crosses if something holds."""

    def do():
        if not condition():
            raise OSError(what)

    return do
