package io.ancho.worker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * One executor, dedicated to a run or a member of the pool.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class WorkerApplication {

	/**
	 * Starts the executor. It works until it is stopped or, if it is dedicated, its run
	 * is over.
	 * @param args Spring Boot's
	 */
	public static void main(String[] args) {
		SpringApplication.run(WorkerApplication.class, args);
	}

}
