/**
 * A single-node stand-in for a Mesos master and agent.
 */
@NullMarked
package io.ancho.localstack.mesos;

import org.jspecify.annotations.NullMarked;
