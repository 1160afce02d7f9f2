package io.ancho.scheduler.core;

/**
 * A Mesos task's id, which is the executor's too. Never used twice.
 *
 * @param value such as {@code ancho.<run>.3}
 */
public record TaskId(String value) {

	static TaskId of(RunId run, int number) {
		return new TaskId("ancho." + run.value() + "." + number);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
