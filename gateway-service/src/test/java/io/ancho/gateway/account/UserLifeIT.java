package io.ancho.gateway.account;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ancho.gateway.testing.GatewayExtension;
import io.ancho.gateway.testing.TestGateway;
import io.ancho.gateway.testing.TestService.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(GatewayExtension.class)
class UserLifeIT {

	private static final String USERS = "/api/v1/users";

	private static final String TOKENS = "/api/v1/tokens";

	private static final String ME = "/api/v1/me";

	private final TestGateway gateway;

	private final String name = "ada-" + UUID.randomUUID().toString().substring(0, 8);

	UserLifeIT(TestGateway gateway) {
		this.gateway = gateway;
	}

	@Test
	void aUserHasTokensUntilRemovedAndAllOfThemEndAtOnce() throws Exception {
		assertThat(add(this.name, "").statusCode()).isEqualTo(201);
		String first = token(this.name);
		String second = json(as(first, TOKENS, "{\"name\": \"own\", \"scopes\": [\"read\"]}")).get("token").asString();
		assertThat(json(as(second, ME))).isEqualTo(json("""
				{"user": "%s", "operator": false, "token_id": "%s", "scopes": ["read"], "expires_at": "%s",
				 "weight": 1.0, "usage": null}""".formatted(this.name, json(as(second, ME)).get("token_id").asString(),
				json(as(second, ME)).get("expires_at").asString())));
		assertThat(names()).contains("local", this.name);

		assertThat(remove(this.name)).isEqualTo(204);
		assertThat(as(first, ME).statusCode()).isEqualTo(401);
		assertThat(as(second, ME).statusCode()).isEqualTo(401);
		assertThat(names()).doesNotContain(this.name);
		assertThat(remove(this.name)).isEqualTo(404);
	}

	@Test
	void aRemovedUsersNameIsGivenAgainOnlyIfThatIsMeant() throws Exception {
		assertThat(add(this.name, "").statusCode()).isEqualTo(201);
		assertThat(add(this.name, ", \"restore\": true").statusCode()).isEqualTo(409);
		String before = token(this.name);
		remove(this.name);
		HttpResponse<String> refused = add(this.name, "");
		assertThat(refused.statusCode()).isEqualTo(409);
		assertThat(refused.body()).contains("was removed", "restore");
		assertThat(add(this.name, ", \"restore\": true").statusCode()).isEqualTo(201);
		assertThat(as(before, ME).statusCode()).as("the tokens of before").isEqualTo(401);
		assertThat(as(token(this.name), ME).statusCode()).isEqualTo(200);
	}

	@Test
	void onlyOperatorsSeeAndChangeUsersAndOthersTokens() throws Exception {
		add(this.name, "");
		String token = token(this.name);
		assertThat(as(token, USERS).statusCode()).isEqualTo(403);
		assertThat(as(token, USERS, "{\"name\": \"eve\"}").statusCode()).isEqualTo(403);
		assertThat(this.gateway.send(request(token, USERS + "/local").DELETE()).statusCode()).isEqualTo(403);
		assertThat(as(token, TOKENS, "{\"name\": \"x\", \"user\": \"local\"}").statusCode()).isEqualTo(403);
		assertThat(as(token, TOKENS + "?user=local").statusCode()).isEqualTo(403);
		assertThat(json(this.gateway.get(TOKENS + "?user=" + this.name)).get("items").get(0).get("user").asString())
			.isEqualTo(this.name);
	}

	@Test
	void anOperatorCanBeMadeAndCannotRemoveThemselves() throws Exception {
		add(this.name, ", \"operator\": true");
		String token = token(this.name);
		assertThat(as(token, USERS).statusCode()).isEqualTo(200);
		assertThat(this.gateway.send(request(token, USERS + "/" + this.name).DELETE()).statusCode()).isEqualTo(409);
		assertThat(remove(this.name)).isEqualTo(204);
	}

	@Test
	void limitsAreSetWithTheUserChangedOneByOneAndToldToTheServices() throws Exception {
		String usage = "{\"runs\": {\"limit\": 20, \"used\": 3, \"left\": 17}}";
		this.gateway.run().when("/api/v1/quota", Behaviour.answer("200 OK", "application/json", usage));
		HttpResponse<String> added = add(this.name, ", \"quota\": {\"runs\": 20, \"slots\": 8}, \"weight\": 2");
		assertThat(json(added).get("quota")).isEqualTo(json("{\"runs\": 20, \"slots\": 8}"));
		String token = token(this.name);
		assertThat(json(as(token, ME)).get("usage")).isEqualTo(json(usage));
		assertThat(claim(this.gateway.run().received().token())).isEqualTo(json("{\"runs\": 20, \"slots\": 8}"));

		HttpResponse<String> changed = patch("{\"quota\": {\"runs\": 5.0, \"slots\": null}}");
		assertThat(json(changed).get("quota")).isEqualTo(json("{\"runs\": 5}"));
		assertThat(json(changed).get("weight").asDouble()).isEqualTo(2);
		assertThat(claim(this.gateway.run().received().token())).as("told at once").isEqualTo(json("{\"runs\": 5}"));
		as(token, ME);
		assertThat(claim(this.gateway.run().received().token())).isEqualTo(json("{\"runs\": 5}"));
		assertThat(json(this.gateway.get(USERS + "/" + this.name))).isEqualTo(json(changed));
		assertThat(as(token, USERS + "/" + this.name).statusCode()).isEqualTo(403);
		assertThat(this.gateway.get(USERS + "/nobody").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"quota\": {\"sheep\": 1}} | quota.sheep", "{\"quota\": {\"runs\": -1}} | quota.runs",
					"{\"quota\": {\"runs\": \"3\"}} | quota.runs", "{\"quota\": {\"runs\": 1.5}} | quota.runs",
					"{\"weight\": 0} | weight", "{\"operator\": true} | operator" })
	void aWrongLimitIsNamed(String body, String field) throws Exception {
		add(this.name, "");
		HttpResponse<String> refused = patch(body);
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(json(refused).get("errors").get(0).get("field").asString()).isEqualTo(field);
	}

	@AfterEach
	void nothingIsKnownOfUsage() {
		this.gateway.run().when("/api/v1/quota", Behaviour.answer("503 Service Unavailable", "text/plain", "not now"));
	}

	private HttpResponse<String> patch(String body) throws Exception {
		return this.gateway.send(this.gateway.request(USERS + "/" + this.name)
			.header("Content-Type", "application/json")
			.method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
	}

	private static JsonNode claim(String identity) {
		String claims = new String(Base64.getUrlDecoder().decode(identity.split("\\.")[1]), StandardCharsets.UTF_8);
		return json(claims).at("/limits/quota");
	}

	@Test
	void nobodyGetsATokenWhoIsNoUser() throws Exception {
		assertThat(this.gateway.post(TOKENS, "{\"name\": \"x\", \"user\": \"nobody\"}").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{} | name", "{\"name\": \"Ada\"} | name", "{\"name\": \"a..b\"} | name",
					"{\"name\": \"abcdefghijabcdefghijabcdefghijabc\"} | name",
					"{\"name\": \"ada\", \"operator\": \"yes\"} | operator", "{\"name\": \"ada\", \"x\": 1} | x" })
	void aWrongFieldIsNamed(String body, String field) throws Exception {
		HttpResponse<String> refused = this.gateway.post(USERS, body);
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(json(refused).get("errors").get(0).get("field").asString()).isEqualTo(field);
	}

	@Test
	void whatIsDoneAndRefusedIsAuditedWithWhoDidIt() throws Exception {
		Logger logger = (Logger) LoggerFactory.getLogger("audit");
		ListAppender<ILoggingEvent> audit = new ListAppender<>();
		audit.start();
		logger.addAppender(audit);
		try {
			add(this.name, "");
			String token = token(this.name);
			this.gateway.run()
				.when("/api/v1/runs",
						Behaviour.answer("201 Created", "application/json", "{}", "Location: /api/v1/runs/7"));
			as(token, "/api/v1/runs", "{}");
			as(token, USERS);
			as(token, USERS);
			remove(this.name);
		}
		finally {
			logger.detachAppender(audit);
		}
		List<String> lines = audit.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
		assertThat(lines.stream().map((line) -> line.replaceAll("=[0-9a-f]{24}", "=ID")))
			.containsSubsequence("user-added user=local address=127.0.0.1 owner=" + this.name,
					"token-made user=local address=127.0.0.1 object=ID owner=" + this.name,
					"signed-in user=" + this.name + " address=127.0.0.1 token=ID",
					"run-submitted user=" + this.name + " address=127.0.0.1 object=7",
					"refused user=" + this.name
							+ " address=127.0.0.1 token=ID status=403 method=GET path=/api/v1/users",
					"user-removed user=local address=127.0.0.1 object=" + this.name)
			.filteredOn((line) -> line.startsWith("refused"))
			.hasSize(1);
		assertThat(String.valueOf(audit.list.get(0).getKeyValuePairs())).contains("event.action=\"user-added\"",
				"user.name=\"local\"", "source.ip=\"127.0.0.1\"");
	}

	private List<String> names() throws Exception {
		return json(this.gateway.get(USERS)).get("items")
			.valueStream()
			.map((user) -> user.get("name").asString())
			.toList();
	}

	private HttpResponse<String> add(String user, String more) throws Exception {
		return this.gateway.post(USERS, "{\"name\": \"" + user + "\"" + more + "}");
	}

	private int remove(String user) throws Exception {
		return this.gateway.send(this.gateway.request(USERS + "/" + user).DELETE()).statusCode();
	}

	private String token(String user) throws Exception {
		return json(this.gateway.post(TOKENS, "{\"name\": \"first\", \"user\": \"" + user + "\"}")).get("token")
			.asString();
	}

	private HttpResponse<String> as(String token, String path) throws Exception {
		return this.gateway.send(request(token, path));
	}

	private HttpResponse<String> as(String token, String path, String body) throws Exception {
		return this.gateway.send(request(token, path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private HttpRequest.Builder request(String token, String path) {
		return this.gateway.anonymous(path).header("Authorization", "Bearer " + token);
	}

	private static JsonNode json(HttpResponse<String> response) {
		return json(response.body());
	}

	private static JsonNode json(String text) {
		return new JsonMapper().readTree(text);
	}

}
