/**
 * The agent's half: launches tasks as processes of this machine, remembers them on disk,
 * and sends their updates until each is acknowledged. Knows nothing of HTTP or offers.
 */
@NullMarked
package io.ancho.localstack.mesos.agent;

import org.jspecify.annotations.NullMarked;
