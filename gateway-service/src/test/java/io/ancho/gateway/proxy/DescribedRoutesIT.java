package io.ancho.gateway.proxy;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import io.ancho.gateway.testing.GatewayExtension;
import io.ancho.gateway.testing.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(GatewayExtension.class)
class DescribedRoutesIT {

	private final TestGateway gateway;

	DescribedRoutesIT(TestGateway gateway) {
		this.gateway = gateway;
	}

	@Test
	void theDescriptionHasEveryRouteAndNothingElse() throws Exception {
		Set<String> described = new TreeSet<>();
		document().get("paths")
			.properties()
			.forEach((path) -> path.getValue()
				.propertyNames()
				.stream()
				.filter((name) -> !name.equals("parameters"))
				.forEach((method) -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
		assertThat(described).isEqualTo(served());
	}

	@Test
	void theDescriptionComesAsYamlToo() throws Exception {
		assertThat(this.gateway.send(this.gateway.anonymous("/v3/api-docs.yaml")).body()).startsWith("openapi: 3.1.0");
	}

	@Test
	void theDescriptionAndTheLandingPageNameTheVersion() throws Exception {
		String version = document().at("/info/version").asString();
		assertThat(version).matches("\\d+\\.\\d+\\.\\d+.*");
		assertThat(this.gateway.send(this.gateway.anonymous("/")).body()).contains("Ancho " + version);
	}

	private JsonNode document() throws Exception {
		return new JsonMapper().readTree(this.gateway.send(this.gateway.anonymous("/v3/api-docs")).body());
	}

	private Set<String> served() {
		Set<String> served = new TreeSet<>();
		Route.ALL.forEach((route) -> served.add(route.method() + " " + route.path()));
		for (RequestMappingInfo mapping : this.gateway.context()
			.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
			.getHandlerMethods()
			.keySet()) {
			mapping.getPatternValues()
				.stream()
				.filter((path) -> path.startsWith("/api/"))
				.forEach((path) -> mapping.getMethodsCondition()
					.getMethods()
					.forEach((method) -> served.add(method + " " + path)));
		}
		return served;
	}

}
