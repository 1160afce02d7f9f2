package io.ancho.gateway.token;

import java.util.List;

import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.type.LogicalType;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class JsonConfiguration {

	/**
	 * A number is not a name or a scope: what is of the wrong kind is refused, not
	 * converted.
	 */
	@Bean
	JsonMapperBuilderCustomizer strictKinds() {
		return (json) -> {
			List.of(LogicalType.Textual, LogicalType.Enum)
				.forEach((kind) -> json.withCoercionConfig(kind, JsonConfiguration::refuseOtherKinds));
			json.withCoercionConfig(LogicalType.Boolean, JsonConfiguration::refuseNumbersAndTexts);
			json.withCoercionConfig(LogicalType.Integer, JsonConfiguration::refuseOtherNumbers);
			json.withCoercionConfig(LogicalType.Float, JsonConfiguration::refuseTexts);
		};
	}

	private static void refuseNumbersAndTexts(MutableCoercionConfig coercions) {
		coercions.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
			.setCoercion(CoercionInputShape.String, CoercionAction.Fail)
			.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
	}

	private static void refuseOtherNumbers(MutableCoercionConfig coercions) {
		refuseTexts(coercions);
		coercions.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
	}

	private static void refuseTexts(MutableCoercionConfig coercions) {
		coercions.setCoercion(CoercionInputShape.String, CoercionAction.Fail)
			.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
			.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
	}

	private static void refuseOtherKinds(MutableCoercionConfig coercions) {
		coercions.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
			.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
			.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
			.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
	}

}
