/**
 * ZooKeeper: addresses as operators write them, and connections.
 */
@NullMarked
package io.ancho.scheduler.zookeeper;

import org.jspecify.annotations.NullMarked;
