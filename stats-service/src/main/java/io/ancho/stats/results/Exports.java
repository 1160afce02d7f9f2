package io.ancho.stats.results;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.ancho.stats.problem.Problem;
import io.ancho.stats.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * Lets a few exports run at a time, so that their pages of results fit into memory.
 */
@Component
class Exports {

	private final Semaphore turns;

	private final ExportProperties properties;

	private final Counter rows;

	Exports(ExportProperties properties, MeterRegistry meters) {
		this.properties = properties;
		this.turns = new Semaphore(properties.atATime(), true);
		this.rows = Counter.builder("ancho.export.rows").description("Sequences exported").register(meters);
	}

	void write(Export export, Format format, OutputStream out) throws IOException {
		if (!turn()) {
			throw new ProblemException(Problem.UNAVAILABLE,
					this.properties.atATime() + " exports are running already; try again later");
		}
		try {
			this.rows.increment(format.write(export, out));
		}
		finally {
			this.turns.release();
		}
	}

	private boolean turn() {
		try {
			return this.turns.tryAcquire(this.properties.patience().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
