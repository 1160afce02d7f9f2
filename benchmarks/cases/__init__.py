"""The benchmarks: each a function of a :class:`Setting` that yields figures."""
