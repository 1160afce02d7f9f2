package io.ancho.scheduler.marathon;

import java.net.URI;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Marathon's REST API, as far as it is needed to scale one app.
 */
final class Marathon {

	private final RestClient http;

	private final URI address;

	/**
	 * A client for one app.
	 * @param http a client
	 * @param url Marathon's base URL
	 * @param app the app's id, which begins with a slash
	 */
	Marathon(RestClient http, String url, String app) {
		this.http = http;
		this.address = URI.create(StringUtils.trimTrailingCharacter(url, '/') + "/v2/apps/" + app);
	}

	/**
	 * An app, as far as it matters here.
	 *
	 * @param instances how many there shall be
	 * @param deployments what is under way
	 */
	record App(int instances, List<Map<String, Object>> deployments) {

		boolean locked() {
			return !this.deployments.isEmpty();
		}

	}

	private record Answer(App app) {
	}

	/**
	 * Looks at the app.
	 * @return the app
	 * @throws RestClientException if Marathon does not answer, refuses, or has no such
	 * app
	 */
	App app() {
		Answer answer = this.http.get().uri(this.address).retrieve().body(Answer.class);
		if (answer == null) {
			throw new ResourceAccessException("Marathon's answer is empty");
		}
		return answer.app();
	}

	/**
	 * Scales the app. Nothing but the number is sent, because any other change restarts
	 * every task.
	 * @param instances how many there shall be
	 * @return false if another deployment holds the app: nothing has changed
	 * @throws RestClientException if Marathon does not answer or refuses
	 */
	boolean scale(int instances) {
		try {
			this.http.put()
				.uri(this.address)
				.contentType(MediaType.APPLICATION_JSON)
				.body(Map.of("instances", instances))
				.retrieve()
				.toBodilessEntity();
			return true;
		}
		catch (HttpClientErrorException ex) {
			if (ex.getStatusCode().isSameCodeAs(HttpStatusCode.valueOf(409))) {
				return false;
			}
			throw ex;
		}
	}

}
