/**
 * What goes wrong on request. Nothing here is needed for things to go right: it stands
 * before the master and does to it, to agents and to messages what accidents do.
 */
@NullMarked
package io.ancho.localstack.mesos.faults;

import org.jspecify.annotations.NullMarked;
