package io.ancho.gateway.token;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import io.ancho.gateway.testing.GatewayExtension;
import io.ancho.gateway.testing.TestGateway;
import io.ancho.gateway.user.Limits;
import io.ancho.gateway.user.User;
import io.ancho.gateway.user.Users;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(GatewayExtension.class)
class TokenLifeIT {

	private static final String TOKENS = "/api/v1/tokens";

	private final TestGateway gateway;

	private final Tokens tokens;

	TokenLifeIT(TestGateway gateway) {
		this.gateway = gateway;
		this.tokens = gateway.context().getBean(Tokens.class);
		Users users = gateway.context().getBean(Users.class);
		users.add(new User("alice", false, Instant.now(), Limits.NONE));
		users.add(new User("bob", false, Instant.now(), Limits.NONE));
	}

	@Test
	void aNewTokenWorksUntilItIsDeleted() throws Exception {
		HttpResponse<String> created = this.gateway.post(TOKENS, "{\"name\": \"nightly\", \"expires_in\": \"P1D\"}");
		assertThat(created.statusCode()).isEqualTo(201);
		JsonNode token = json(created);
		String secret = token.get("token").asString();
		assertThat(get(secret).statusCode()).isEqualTo(200);
		assertThat(json(get(secret)).get("items").valueStream().map((item) -> item.get("name").asString()))
			.contains("bootstrap", "nightly");
		assertThat(get(secret).body()).doesNotContain(secret);

		String path = TOKENS + "/" + token.get("id").asString();
		assertThat(this.gateway.send(this.gateway.request(path).DELETE()).statusCode()).isEqualTo(204);
		HttpResponse<String> refused = get(secret);
		assertThat(refused.statusCode()).isEqualTo(401);
		assertThat(refused.headers().firstValue("WWW-Authenticate"))
			.hasValue("Bearer realm=\"ancho\", error=\"invalid_token\"");
		assertThat(this.gateway.send(this.gateway.request(path).DELETE()).statusCode()).isEqualTo(404);
	}

	@Test
	void aTokenEndsAtItsTime() throws Exception {
		Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
		String secret = "a-token-of-alice-that-lasted-half-an-hour";
		this.tokens.add("alice", TokenHash.of(secret), "short", Set.of(Scope.READ), anHourAgo, Duration.ofMinutes(30));
		assertThat(get(secret).statusCode()).isEqualTo(401);
	}

	@Test
	void aReadingTokenMayNotWrite() throws Exception {
		String secret = json(this.gateway.post(TOKENS, "{\"name\": \"reader\", \"scopes\": [\"read\"]}")).get("token")
			.asString();
		HttpResponse<String> refused = post(secret, "{\"name\": \"more\"}");
		assertThat(refused.statusCode()).isEqualTo(403);
		assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow()).contains("insufficient_scope",
				"scope=\"write\"");
		assertThat(json(refused).get("type").asString()).isEqualTo("urn:ancho:problem:forbidden");
		assertThat(get(secret).statusCode()).isEqualTo(200);
	}

	@Test
	void aTokenCannotGiveAwayMoreThanItAllows() throws Exception {
		String secret = json(this.gateway.post(TOKENS, "{\"name\": \"writer\", \"scopes\": [\"write\"]}")).get("token")
			.asString();
		assertThat(get(secret).statusCode()).isEqualTo(403);
		assertThat(post(secret, "{\"name\": \"reader\", \"scopes\": [\"read\"]}").statusCode()).isEqualTo(403);
		assertThat(json(post(secret, "{\"name\": \"same\"}")).get("scopes").toString()).isEqualTo("[\"write\"]");
	}

	@Test
	void nobodySeesOrDeletesAnothersTokenButAnOperator() throws Exception {
		String secret = "a-token-of-bob-for-the-tests";
		ApiToken bobs = this.tokens.add("bob", TokenHash.of(secret), "bobs", EnumSet.allOf(Scope.class), Instant.now(),
				Duration.ofDays(1));
		assertThat(json(get(secret)).get("items")).hasSize(1);
		assertThat(this.gateway.get(TOKENS).body()).doesNotContain(bobs.id());
		String alices = "a-token-of-alice-for-the-tests";
		this.tokens.add("alice", TokenHash.of(alices), "alices", EnumSet.allOf(Scope.class), Instant.now(),
				Duration.ofDays(1));
		HttpRequest.Builder deletion = this.gateway.anonymous(TOKENS + "/" + bobs.id()).DELETE();
		assertThat(this.gateway.send(deletion.copy().header("Authorization", "Bearer " + alices)).statusCode())
			.isEqualTo(404);
		assertThat(get(secret).statusCode()).isEqualTo(200);
		assertThat(this.gateway.send(deletion.header("Authorization", "Bearer " + TestGateway.TOKEN)).statusCode())
			.isEqualTo(204);
		assertThat(get(secret).statusCode()).isEqualTo(401);
	}

	@Test
	void theBootstrapTokenIsRegisteredOnceHoweverOftenTheGatewayStarts() throws Exception {
		Instant before = bootstrap().createdAt();
		try (ConfigurableApplicationContext again = this.gateway.another(Map.of())) {
			assertThat(bootstrap().createdAt()).isEqualTo(before);
		}
		assertThat(this.gateway.get(TOKENS).statusCode()).isEqualTo(200);
	}

	@Test
	void aTokenCannotDeleteItself() throws Exception {
		HttpResponse<String> refused = this.gateway
			.send(this.gateway.request(TOKENS + "/" + bootstrap().id()).DELETE());
		assertThat(refused.statusCode()).isEqualTo(409);
		assertThat(json(refused).get("type").asString()).isEqualTo("urn:ancho:problem:conflict");
		assertThat(this.gateway.get(TOKENS).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"nam\": \"x\"} | nam", "{\"name\": 5} | name", "{\"name\": \" \"} | name",
			"{} | name", "{\"name\": \"x\", \"scopes\": []} | scopes",
			"{\"name\": \"x\", \"scopes\": [\"admin\"]} | scopes[0]",
			"{\"name\": \"x\", \"scopes\": [null]} | scopes[0]", "{\"name\": \"x\", \"scopes\": [0]} | scopes[0]",
			"{\"name\": \"x\", \"scopes\": [\"\"]} | scopes[0]",
			"{\"name\": \"x\", \"expires_in\": \"P1M\"} | expires_in",
			"{\"name\": \"x\", \"expires_in\": 3600} | expires_in",
			"{\"name\": \"x\", \"expires_in\": \"PT0S\"} | expires_in" })
	void aWrongFieldIsNamed(String body, String field) throws Exception {
		HttpResponse<String> refused = this.gateway.post(TOKENS, body);
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(json(refused).get("type").asString()).isEqualTo("urn:ancho:problem:invalid-request");
		assertThat(json(refused).get("errors").get(0).get("field").asString()).isEqualTo(field);
	}

	@ParameterizedTest
	@CsvSource({ "Basic bG9jYWw6eA==", "Bearer", "Bearer a b", "Bearer unknown", TestGateway.TOKEN })
	void anythingButAValidBearerTokenIsRefused(String authorization) throws Exception {
		HttpResponse<String> refused = this.gateway
			.send(this.gateway.anonymous(TOKENS).header("Authorization", authorization));
		assertThat(refused.statusCode()).isEqualTo(401);
		assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
	}

	private ApiToken bootstrap() {
		return this.tokens.list(BootstrapToken.USER)
			.stream()
			.filter((token) -> token.name().equals("bootstrap"))
			.findFirst()
			.orElseThrow();
	}

	private HttpResponse<String> get(String secret) throws Exception {
		return this.gateway.send(this.gateway.anonymous(TOKENS).header("Authorization", "Bearer " + secret));
	}

	private HttpResponse<String> post(String secret, String body) throws Exception {
		return this.gateway.send(this.gateway.anonymous(TOKENS)
			.header("Authorization", "Bearer " + secret)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private static JsonNode json(HttpResponse<String> response) {
		return new JsonMapper().readTree(response.body());
	}

}
