"""Faults against a real stack while runs are under way, and a check that nothing was lost.

    ./ancho faults --schedules 200
    ./ancho faults --seed 123

A *schedule* is a few runs and the faults that meet them, all drawn from its seed. A *trial* plays a schedule against a
stack, waits until it has recovered by itself, and looks for anything that is not as it would have been without faults.
"""
