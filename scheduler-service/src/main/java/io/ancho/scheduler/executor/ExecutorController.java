package io.ancho.scheduler.executor;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.ancho.scheduler.access.Operators;
import io.ancho.scheduler.core.Executor;
import io.ancho.scheduler.leader.Leadership;
import io.ancho.scheduler.loop.SchedulerLoop;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /api/v1/executors}: the caller's own executors, or all of them for an
 * operator. Those of others do not exist. An instance that does not lead knows none, and
 * says so.
 */
@RestController
class ExecutorController {

	private final Leadership leadership;

	private final SchedulerLoop loop;

	private final Operators operators;

	private final Clock clock;

	ExecutorController(Leadership leadership, SchedulerLoop loop, Operators operators, Clock clock) {
		this.leadership = leadership;
		this.loop = loop;
		this.operators = operators;
		this.clock = clock;
	}

	@GetMapping("/api/v1/executors")
	ResponseEntity<?> list(@AuthenticationPrincipal Jwt caller) {
		if (!this.leadership.leads()) {
			return ResponseEntity.of(standby()).build();
		}
		boolean all = this.operators.include(caller.getSubject());
		return ResponseEntity.ok(new Page(this.loop.state()
			.executors()
			.values()
			.stream()
			.filter((executor) -> all || executor.owner().equals(caller.getSubject()))
			.map(this::view)
			.toList(), null));
	}

	private ProblemDetail standby() {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				this.leadership.leader()
					.map((leader) -> "this instance stands by; ask the one that leads, " + leader)
					.orElse("no instance leads at present"));
		problem.setType(URI.create("urn:ancho:problem:unavailable"));
		problem.setTitle("This instance does not lead");
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
