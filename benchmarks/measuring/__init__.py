"""How the benchmarks measure: the stack, its processes, its runs, and what plain Python and other frameworks do."""
