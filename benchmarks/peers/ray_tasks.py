"""Ray's tasks on a local node."""

import common
import ray

if __name__ == "__main__":
    given = common.options()
    ray.init(num_cpus=given.workers, include_dashboard=False, log_to_driver=False)
    compute = ray.remote(common.compute)
    common.compete(given, lambda tasks: ray.get([compute.remote(task) for task in tasks]))
    ray.shutdown()
