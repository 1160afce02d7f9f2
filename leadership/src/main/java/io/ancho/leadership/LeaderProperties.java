package io.ancho.leadership;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How several instances agree on the one that leads.
 *
 * @param zookeeper where they are elected, {@code zk://host:port,host:port/path}; empty
 * where there is one instance, which always leads
 * @param session how long ZooKeeper keeps the place in line of an instance that it does
 * not hear of
 * @param name how people know this instance, such as its host and port
 */
@Validated
@ConfigurationProperties("ancho.leader")
public record LeaderProperties(@DefaultValue("") String zookeeper, @DefaultValue("4s") @NotNull Duration session,
		@DefaultValue("this instance") String name) {
}
