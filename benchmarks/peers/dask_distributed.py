"""Dask's scheduler with a process for each core."""

import common
from distributed import Client, LocalCluster

if __name__ == "__main__":
    given = common.options()
    cluster = LocalCluster(n_workers=given.workers, threads_per_worker=1, dashboard_address=None)
    with cluster, Client(cluster) as client:
        common.compete(given, lambda tasks: client.gather(client.map(common.compute, tasks, pure=False)))
