"""Spark on local cores; a few partitions a core, because a task of Spark's costs a tenth of a second."""

import common
from pyspark.sql import SparkSession

PARTITIONS_PER_WORKER = 4

if __name__ == "__main__":
    given = common.options()
    settings = {"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    context = SparkSession.builder.master(f"local[{given.workers}]").config(map=settings).getOrCreate().sparkContext
    context.setLogLevel("ERROR")
    partitions = PARTITIONS_PER_WORKER * given.workers
    common.compete(given, lambda tasks: context.parallelize(tasks, partitions).map(common.compute).collect())
