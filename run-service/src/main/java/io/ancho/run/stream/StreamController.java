package io.ancho.run.stream;

import java.security.Principal;

import io.ancho.run.lifecycle.RunId;
import io.ancho.run.problem.Problem;
import io.ancho.run.problem.ProblemException;
import io.ancho.run.registry.Registry;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
class StreamController {

	private static final int MAX_STREAMS = 1000;

	private final Registry registry;

	private final RunStreams streams;

	StreamController(Registry registry, RunStreams streams) {
		this.registry = registry;
		this.streams = streams;
	}

	@GetMapping(path = "/api/v1/runs/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter events(@PathVariable String id, Principal user) {
		if (this.streams.count() >= MAX_STREAMS) {
			throw new ProblemException(Problem.UNAVAILABLE, "too many event streams are open; poll the run instead");
		}
		RunId run = this.registry.get(user.getName(), id).run().id();
		return this.streams.open(run, () -> this.registry.get(user.getName(), id));
	}

}
