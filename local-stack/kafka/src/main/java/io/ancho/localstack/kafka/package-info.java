/**
 * Apache Kafka as one process with a folder and two ports.
 */
@NullMarked
package io.ancho.localstack.kafka;

import org.jspecify.annotations.NullMarked;
