/**
 * ZooKeeper: addresses as operators write them, and connections.
 */
@NullMarked
package io.ancho.leadership.zookeeper;

import org.jspecify.annotations.NullMarked;
