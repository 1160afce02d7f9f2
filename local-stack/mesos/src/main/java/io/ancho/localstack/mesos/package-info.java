/**
 * A stand-in for a Mesos master and its agents.
 */
@NullMarked
package io.ancho.localstack.mesos;

import org.jspecify.annotations.NullMarked;
