package io.ancho.localstack.mesos.master;

import java.time.Instant;

/**
 * How a master comes up.
 *
 * @param serves when it has recovered and answers calls
 * @param agentsRegister when its agents notice that it is there
 */
public record Startup(Instant serves, Instant agentsRegister) {
}
