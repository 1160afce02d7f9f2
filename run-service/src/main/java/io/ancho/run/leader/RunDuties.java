package io.ancho.run.leader;

import java.util.concurrent.CountDownLatch;

import io.ancho.leadership.Duties;
import io.ancho.run.deletion.DeletionWork;
import io.ancho.run.deletion.Retention;
import io.ancho.run.execution.Execution;
import io.ancho.run.stream.RunStreams;

import org.springframework.stereotype.Component;

/**
 * What the leader does: takes up what is not deleted yet, and then the runs that are not
 * over. Once it ends, whoever watched a run here is sent to the next leader.
 */
@Component
final class RunDuties implements Duties {

	private final DeletionWork deletions;

	private final Execution execution;

	private final Retention retention;

	private final RunStreams streams;

	RunDuties(DeletionWork deletions, Execution execution, Retention retention, RunStreams streams) {
		this.deletions = deletions;
		this.execution = execution;
		this.retention = retention;
		this.streams = streams;
	}

	@Override
	public void perform() throws InterruptedException {
		try {
			this.deletions.begin();
			this.execution.begin();
			this.retention.begin();
			this.execution.checkBrokers();
			new CountDownLatch(1).await();
		}
		finally {
			end();
		}
	}

	/** An interruption that comes meanwhile must not cut it short. */
	private void end() {
		boolean interrupted = Thread.interrupted();
		this.execution.end();
		this.retention.end();
		this.deletions.end();
		this.streams.endAll();
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
