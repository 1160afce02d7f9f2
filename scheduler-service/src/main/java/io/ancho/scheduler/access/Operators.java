package io.ancho.scheduler.access;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The users who may see everybody's executors.
 *
 * @param operators their names
 */
@ConfigurationProperties("ancho.access")
public record Operators(@DefaultValue Set<String> operators) {

	/**
	 * Whether a user is one of them.
	 * @param user the user's name
	 * @return whether everything may be shown
	 */
	public boolean include(@Nullable String user) {
		return user != null && this.operators.contains(user);
	}

}
