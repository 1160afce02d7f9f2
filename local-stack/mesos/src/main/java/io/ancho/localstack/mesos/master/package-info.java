/**
 * The master's half: frameworks, offers, and the meaning of each scheduler call. All of
 * it runs on one thread.
 */
@NullMarked
package io.ancho.localstack.mesos.master;

import org.jspecify.annotations.NullMarked;
