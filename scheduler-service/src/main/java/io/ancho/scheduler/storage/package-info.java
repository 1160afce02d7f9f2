/**
 * What must outlive a restart: the framework's id, the runs that want executors, and the
 * executors.
 */
@NullMarked
package io.ancho.scheduler.storage;

import org.jspecify.annotations.NullMarked;
