package io.ancho.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link TestGateway}, one for all classes, started when it is first
 * wanted.
 */
public final class GatewayExtension implements ParameterResolver {

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == TestGateway.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return context.getRoot()
			.getStore(Namespace.GLOBAL)
			.computeIfAbsent(TestGateway.class, (type) -> start(), TestGateway.class);
	}

	private static TestGateway start() {
		try {
			return new TestGateway();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
