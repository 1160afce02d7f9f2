package io.ancho.telemetry;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Where no traces are wanted nothing of what makes them is loaded.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class TracingImportFilter implements AutoConfigurationImportFilter, EnvironmentAware {

	private static final List<String> TRACING = List.of("org.springframework.boot.micrometer.tracing.",
			"org.springframework.boot.opentelemetry.");

	private boolean wanted;

	@Override
	public void setEnvironment(Environment environment) {
		this.wanted = StringUtils.hasText(environment.getProperty("ancho.tracing.endpoint"));
	}

	@Override
	public boolean[] match(@Nullable String[] autoConfigurationClasses, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[autoConfigurationClasses.length];
		for (int i = 0; i < matches.length; i++) {
			String name = autoConfigurationClasses[i];
			matches[i] = this.wanted || name == null || TRACING.stream().noneMatch(name::startsWith);
		}
		return matches;
	}

}
