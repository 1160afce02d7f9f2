package io.ancho.gateway.proxy;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import io.ancho.gateway.identity.Identities;
import io.ancho.gateway.identity.Identity;
import io.ancho.gateway.token.Scope;
import io.ancho.gateway.user.Limits;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Asks run-service what a user has of each quota. By the identity that asks, run-service
 * learns the user's limits, so that they hold from then on for what is under way too.
 */
@Component
public class UsageQueries {

	private static final Logger log = LoggerFactory.getLogger(UsageQueries.class);

	private static final String PATH = "/api/v1/quota";

	private static final int OK = 200;

	private static final int MAX_BYTES = 64 * 1024;

	private final CloseableHttpClient http;

	private final Instances instances;

	private final Identities identities;

	private final JsonMapper mapper;

	UsageQueries(CloseableHttpClient http, Instances instances, Identities identities, JsonMapper mapper) {
		this.http = http;
		this.instances = instances;
		this.identities = identities;
		this.mapper = mapper;
	}

	/**
	 * What a user has.
	 * @param user the user's name
	 * @param limits what operators have set for the user
	 * @return the limit, what is used and what is left, by quota; empty while run-service
	 * does not answer
	 */
	public Optional<JsonNode> find(String user, Limits limits) {
		Identity identity = new Identity(user, new TreeSet<>(List.of(Scope.READ.text())), Upstream.RUN.audience(),
				limits.claim());
		String token = this.identities.of(identity);
		return this.instances.inTurn(Upstream.RUN)
			.stream()
			.flatMap((instance) -> ask(instance, token).stream())
			.findFirst();
	}

	private Optional<JsonNode> ask(URI instance, String token) {
		HttpGet request = new HttpGet(instance.resolve(PATH));
		request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
		request.setConfig(RequestConfig.custom()
			.setResponseTimeout(Timeout.ofSeconds(5))
			.setConnectionRequestTimeout(Timeout.ofSeconds(2))
			.build());
		try (ClassicHttpResponse answer = this.http.executeOpen(HttpHost.create(request.getUri()), request, null)) {
			String body = EntityUtils.toString(answer.getEntity(), MAX_BYTES);
			return (answer.getCode() == OK) ? Optional.of(this.mapper.readTree(body)) : Optional.empty();
		}
		catch (IOException | URISyntaxException | ParseException | JacksonException ex) {
			log.debug("{} does not say what a user has", instance, ex);
			return Optional.empty();
		}
	}

}
