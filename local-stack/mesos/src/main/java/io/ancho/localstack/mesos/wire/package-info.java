/**
 * The scheduler API as it looks on the wire: HTTP, RecordIO, protobuf and JSON.
 */
@NullMarked
package io.ancho.localstack.mesos.wire;

import org.jspecify.annotations.NullMarked;
