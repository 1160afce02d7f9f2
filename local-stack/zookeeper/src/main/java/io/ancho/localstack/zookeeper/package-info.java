/**
 * Apache ZooKeeper as one process with a folder and a port.
 */
@NullMarked
package io.ancho.localstack.zookeeper;

import org.jspecify.annotations.NullMarked;
