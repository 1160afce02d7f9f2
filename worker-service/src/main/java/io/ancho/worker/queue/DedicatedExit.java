package io.ancho.worker.queue;

import io.ancho.worker.ExecutorProperties;
import io.ancho.worker.run.EndedRuns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Ends a dedicated executor, with exit status 0, a little after its run: Mesos kills it
 * sooner where it can.
 */
@Component
class DedicatedExit {

	private static final Logger logger = LoggerFactory.getLogger(DedicatedExit.class);

	private final ApplicationContext application;

	private final ExecutorProperties properties;

	DedicatedExit(ApplicationContext application, ExecutorProperties properties, EndedRuns endedRuns) {
		this.application = application;
		this.properties = properties;
		if (properties.isDedicated()) {
			endedRuns.onEnd(this::runEnded);
		}
	}

	private void runEnded(String run) {
		if (run.equals(this.properties.dedicatedTo())) {
			Thread exit = new Thread(this::exit, "exit");
			exit.setDaemon(true);
			exit.start();
		}
	}

	private void exit() {
		try {
			Thread.sleep(this.properties.grace().toMillis());
			logger.info("Run {} has ended, and so does its executor", this.properties.dedicatedTo());
			System.exit(SpringApplication.exit(this.application));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
