package io.ancho.worker;

import java.util.List;
import java.util.Map;

import io.ancho.events.Environment;
import io.ancho.worker.python.Runner;

/**
 * Models as a runner tells of them.
 */
public final class LoadedModels {

	/** An environment as any. */
	public static final Environment ENVIRONMENT = new Environment("sha256:" + "0".repeat(64), "CPython", "3.11.7",
			"x86_64", "glibc 2.36", 1, "portable", List.of("numpy:X86_V2"), "0b2ed4924e484cfb", Map.of());

	/** A model that is no batch model. */
	public static final Runner.Loaded PLAIN = new Runner.Loaded(false, "3.11.7", Map.of(), ENVIRONMENT);

	private LoadedModels() {
	}

}
