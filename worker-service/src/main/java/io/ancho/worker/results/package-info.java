/**
 * What an executor writes to the run's owner's keyspace: results, failures and logs.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.worker.results;
