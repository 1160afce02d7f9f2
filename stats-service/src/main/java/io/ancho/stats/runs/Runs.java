package io.ancho.stats.runs;

import java.net.http.HttpClient;
import java.util.Objects;

import io.ancho.events.Json;
import io.ancho.events.UserKeyspace;
import io.ancho.stats.problem.Problem;
import io.ancho.stats.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Asks run-service for runs, in the name of the user who asks.
 */
@Component
public class Runs {

	private final RestClient client;

	Runs(RestClient.Builder builder, RunProperties properties) {
		HttpClient http = HttpClient.newBuilder().connectTimeout(properties.timeout()).build();
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
		requests.setReadTimeout(properties.timeout());
		this.client = builder.baseUrl(properties.url()).requestFactory(requests).build();
	}

	/**
	 * A run of the user.
	 * @param id the run's id
	 * @param user the user's identity
	 * @return the run as it is now
	 * @throws ProblemException if the user has no such run, or run-service does not
	 * answer
	 */
	public Run get(String id, Jwt user) {
		try {
			byte @Nullable [] body = this.client.get()
				.uri("/api/v1/runs/{id}", id)
				.headers((headers) -> headers.setBearerAuth(user.getTokenValue()))
				.retrieve()
				.body(byte[].class);
			if (body == null) {
				throw unavailable();
			}
			return Json.mapper().readValue(body, Run.class);
		}
		catch (HttpClientErrorException.NotFound ex) {
			throw ProblemException.notFound("run " + id);
		}
		catch (HttpClientErrorException.Unauthorized ex) {
			throw new ProblemException(Problem.UNAUTHENTICATED, "run-service does not accept this identity any more");
		}
		catch (RestClientException ex) {
			throw unavailable();
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

	private static ProblemException unavailable() {
		return new ProblemException(Problem.UNAVAILABLE, "run-service does not answer; try again");
	}

}
