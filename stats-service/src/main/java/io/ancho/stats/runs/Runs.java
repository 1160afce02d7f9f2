package io.ancho.stats.runs;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;

import io.ancho.events.Json;
import io.ancho.events.UserKeyspace;
import io.ancho.stats.problem.Problem;
import io.ancho.stats.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Asks run-service for runs, in the name of the user who asks.
 */
@Component
public class Runs {

	private static final Logger logger = LoggerFactory.getLogger(Runs.class);

	private static final long PAUSE_MILLIS = 250;

	private final RestClient client;

	private final Instances instances;

	private final Duration takeover;

	Runs(RestClient.Builder builder, RunProperties properties) {
		HttpClient http = HttpClient.newBuilder().connectTimeout(properties.timeout()).build();
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
		requests.setReadTimeout(properties.timeout());
		this.client = builder.requestFactory(requests).build();
		this.instances = new Instances(properties.url());
		this.takeover = properties.takeover();
	}

	/**
	 * A run of the user. While run-service has no leader the next one is waited for.
	 * @param id the run's id
	 * @param user the user's identity
	 * @return the run as it is now
	 * @throws ProblemException if the user has no such run, or run-service does not
	 * answer
	 */
	public Run get(String id, Jwt user) {
		long deadline = System.nanoTime() + this.takeover.toNanos();
		do {
			boolean standby = false;
			for (URI instance : this.instances.inTurn()) {
				try {
					Run run = get(instance, id, user);
					this.instances.answered(instance);
					return run;
				}
				catch (HttpServerErrorException.ServiceUnavailable ex) {
					standby |= isStandby(ex);
				}
				catch (RestClientException ex) {
					logger.debug("{} does not answer", instance, ex);
				}
			}
			if (!standby) {
				break;
			}
			pause();
		}
		while (System.nanoTime() - deadline < 0);
		throw new ProblemException(Problem.UNAVAILABLE, "run-service does not answer; try again");
	}

	private static boolean isStandby(HttpServerErrorException ex) {
		HttpHeaders headers = ex.getResponseHeaders();
		return headers != null && "standby".equals(headers.getFirst("Ancho-Role"));
	}

	private static void pause() {
		try {
			Thread.sleep(PAUSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Run get(URI instance, String id, Jwt user) {
		try {
			byte @Nullable [] body = this.client.get()
				.uri(instance.toString().replaceAll("/+$", "") + "/api/v1/runs/{id}", id)
				.headers((headers) -> headers.setBearerAuth(user.getTokenValue()))
				.retrieve()
				.body(byte[].class);
			return Json.mapper().readValue(Objects.requireNonNullElse(body, new byte[0]), Run.class);
		}
		catch (HttpClientErrorException.NotFound ex) {
			throw ProblemException.notFound("run " + id);
		}
		catch (HttpClientErrorException.Unauthorized ex) {
			throw new ProblemException(Problem.UNAUTHENTICATED, "run-service does not accept this identity any more");
		}
	}

	/**
	 * The keyspace that holds a user's results.
	 * @param user the user's identity
	 * @return the keyspace's name
	 */
	public static String keyspace(Jwt user) {
		return UserKeyspace.of(Objects.requireNonNull(user.getSubject(), "every identity has a subject"));
	}

}
