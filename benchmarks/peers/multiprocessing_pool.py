"""The standard library's pool."""

import multiprocessing

import common

if __name__ == "__main__":
    given = common.options()
    with multiprocessing.Pool(given.workers) as pool:
        common.compete(given, lambda tasks: pool.imap(common.compute, tasks))
