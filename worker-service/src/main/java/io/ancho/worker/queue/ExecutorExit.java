package io.ancho.worker.queue;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Ends this process in order, from any of its threads.
 */
@Component
class ExecutorExit {

	private static final Logger logger = LoggerFactory.getLogger(ExecutorExit.class);

	private final ApplicationContext application;

	ExecutorExit(ApplicationContext application) {
		this.application = application;
	}

	/**
	 * Ends this process.
	 * @param status its exit status
	 * @param reason why, for its log
	 * @param delay after how long
	 */
	void exit(int status, String reason, Duration delay) {
		Thread exit = new Thread(() -> exitAfter(status, reason, delay), "exit");
		exit.setDaemon(true);
		exit.start();
	}

	private void exitAfter(int status, String reason, Duration delay) {
		try {
			Thread.sleep(delay.toMillis());
			logger.info("This executor ends: {}", reason);
			System.exit(SpringApplication.exit(this.application, () -> status));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
