package io.ancho.scheduler.executor;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.datastax.oss.driver.api.core.DriverException;
import io.ancho.scheduler.core.Executor;
import io.ancho.scheduler.storage.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /api/v1/executors}: the caller's own executors, or all of them for an
 * operator. Those of others do not exist. They are read from where they are stored, so
 * that an instance that stands by knows as much as the one that leads.
 */
@RestController
class ExecutorController {

	private static final Logger logger = LoggerFactory.getLogger(ExecutorController.class);

	private final Executors executors;

	/** What the gateway adds to the scopes of an operator. */
	private static final GrantedAuthority OPERATOR = new SimpleGrantedAuthority("SCOPE_operator");

	private final Clock clock;

	ExecutorController(Executors executors, Clock clock) {
		this.executors = executors;
		this.clock = clock;
	}

	@GetMapping("/api/v1/executors")
	ResponseEntity<?> list(Authentication caller, @RequestParam MultiValueMap<String, String> query) {
		if (!query.isEmpty()) {
			return ResponseEntity.of(unknown(List.copyOf(query.keySet()))).build();
		}
		boolean all = caller.getAuthorities().contains(OPERATOR);
		return ResponseEntity.ok(new Page(this.executors.findAll()
			.stream()
			.filter((executor) -> all || executor.owner().equals(caller.getName()))
			.map(this::view)
			.toList(), null));
	}

	private static ProblemDetail unknown(List<String> parameters) {
		String message = "is not a parameter here; there are none";
		ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, "invalid-request", "The request is not valid",
				parameters.get(0) + ": " + message);
		problem.setProperty("errors",
				parameters.stream().map((name) -> Map.of("field", name, "message", message)).toList());
		return problem;
	}

	@ExceptionHandler
	ResponseEntity<?> unavailable(DriverException ex) {
		logger.warn("Cassandra did not answer a request: {}", ex.toString());
		return ResponseEntity
			.of(problem(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "The service is not available",
					"the result store does not answer at the moment: try again shortly"))
			.build();
	}

	private static ProblemDetail problem(HttpStatus status, String code, String title, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setType(URI.create("urn:ancho:problem:" + code));
		problem.setTitle(title);
		return problem;
	}

	private View view(Executor executor) {
		Duration age = Duration.between(executor.launchedAt(), this.clock.instant());
		return new View(executor.id().value(), executor.run().value(), executor.owner(), executor.host(),
				executor.port(), executor.state(), executor.reason(), Duration.ofSeconds(age.toSeconds()));
	}

	/**
	 * A list, whole.
	 *
	 * @param items the executors
	 * @param next always null
	 */
	record Page(List<View> items, @Nullable String next) {
	}

	/**
	 * An executor.
	 *
	 * @param id its Mesos task id
	 * @param run its run
	 * @param owner the run's owner
	 * @param agent the host it runs on
	 * @param port the port it was given
	 * @param state where it stands
	 * @param reason what Mesos last said about it
	 * @param age since its launch, in whole seconds
	 */
	record View(String id, String run, String owner, String agent, int port, Executor.State state,
			@Nullable String reason, Duration age) {
	}

}
