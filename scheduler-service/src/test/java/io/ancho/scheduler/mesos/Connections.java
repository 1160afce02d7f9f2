package io.ancho.scheduler.mesos;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;

import io.ancho.scheduler.outage.Outages;

/**
 * Connections that do not wait long.
 */
final class Connections {

	private Connections() {
	}

	static MesosProperties properties(String masters) {
		return new MesosProperties(masters, "", "*", "root", "", "", "", Duration.ofDays(7), Duration.ofMillis(10),
				Duration.ofMillis(50));
	}

	static MesosConnection to(String masters) {
		return to(masters, new Credentials("", ""), HttpClients.trusting(""));
	}

	static MesosConnection to(String masters, Credentials credentials, HttpClient client) {
		MesosProperties properties = properties(masters);
		Calls calls = new Calls(properties, credentials, new TaskInfos(ExecutorConfiguration.plain(), (name) -> null));
		return new MesosConnection(new MesosHttp(client, Masters.of(properties), credentials), calls,
				new MesosEvents(ExecutorPorts.parse(""), new SandboxLogs(client)), new Outages(Clock.systemUTC()),
				properties);
	}

}
