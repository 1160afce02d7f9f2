package io.ancho.run;

import java.time.Clock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The run registry. Exactly one instance serves a keyspace: it is the only writer of the
 * runs' states.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class RunServiceApplication {

	/**
	 * Starts the service.
	 * @param args Spring Boot's arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(RunServiceApplication.class, args);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
