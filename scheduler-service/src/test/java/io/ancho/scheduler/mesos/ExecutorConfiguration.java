package io.ancho.scheduler.mesos;

import java.time.Duration;
import java.util.List;

import io.ancho.scheduler.mesos.ExecutorProperties.Containerizer;

/**
 * A configuration of executors, with what a test wants to be different.
 */
final class ExecutorConfiguration {

	private List<String> secrets = List.of();

	private List<String> uris = List.of();

	private List<String> volumes = List.of();

	private String image = "";

	private String healthPath = "";

	private Containerizer containerizer = Containerizer.DOCKER;

	static ExecutorProperties plain() {
		return new ExecutorConfiguration().build();
	}

	ExecutorConfiguration secrets(String... names) {
		this.secrets = List.of(names);
		return this;
	}

	ExecutorConfiguration uris(String... uris) {
		this.uris = List.of(uris);
		return this;
	}

	ExecutorConfiguration volumes(String... volumes) {
		this.volumes = List.of(volumes);
		return this;
	}

	ExecutorConfiguration image(String image) {
		this.image = image;
		return this;
	}

	ExecutorConfiguration healthPath(String path) {
		this.healthPath = path;
		return this;
	}

	ExecutorConfiguration containerizer(Containerizer containerizer) {
		this.containerizer = containerizer;
		return this;
	}

	ExecutorProperties build() {
		return new ExecutorProperties("exec worker", List.of("ANCHO_KAFKA", "ANCHO_CACHE", "PASSWORD"), this.secrets,
				this.uris, this.volumes, "0.0.0.0", this.image, this.containerizer,
				List.of("security-opt=seccomp=unconfined"), this.healthPath, Duration.ofSeconds(3), "");
	}

}
