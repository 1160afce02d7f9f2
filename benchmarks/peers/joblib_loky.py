"""joblib with its default backend, whose workers stay from call to call."""

import common
from joblib import Parallel, delayed

if __name__ == "__main__":
    given = common.options()
    with Parallel(n_jobs=given.workers) as parallel:
        common.compete(given, lambda tasks: parallel(delayed(common.compute)(task) for task in tasks))
