package io.ancho.scheduler.mesos;

import io.ancho.scheduler.core.SchedulerEvent;

/**
 * Takes what Mesos says, in its order.
 */
@FunctionalInterface
public interface MesosListener {

	void accept(SchedulerEvent event);

}
