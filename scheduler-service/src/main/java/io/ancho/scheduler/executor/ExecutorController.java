package io.ancho.scheduler.executor;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.ancho.scheduler.core.Executor;
import io.ancho.scheduler.loop.SchedulerLoop;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /api/v1/executors}: the caller's own executors. Those of others do not
 * exist.
 */
@RestController
class ExecutorController {

	private final SchedulerLoop loop;

	private final Clock clock;

	ExecutorController(SchedulerLoop loop, Clock clock) {
		this.loop = loop;
		this.clock = clock;
	}

	@GetMapping("/api/v1/executors")
	Page list(@AuthenticationPrincipal Jwt caller) {
		return new Page(this.loop.state()
			.executors()
			.values()
			.stream()
			.filter((executor) -> executor.owner().equals(caller.getSubject()))
			.map(this::view)
			.toList(), null);
	}

	private View view(Executor executor) {
		Duration age = Duration.between(executor.launchedAt(), this.clock.instant());
		return new View(executor.id().value(), executor.run().value(), executor.host(), executor.port(),
				executor.state(), executor.reason(), Duration.ofSeconds(age.toSeconds()));
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
	 * @param agent the host it runs on
	 * @param port the port it was given
	 * @param state where it stands
	 * @param reason what Mesos last said about it
	 * @param age since its launch, in whole seconds
	 */
	record View(String id, String run, String agent, int port, Executor.State state, @Nullable String reason,
			Duration age) {
	}

}
