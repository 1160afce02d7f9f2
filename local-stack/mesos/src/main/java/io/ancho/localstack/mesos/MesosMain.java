package io.ancho.localstack.mesos;

import java.io.IOException;

/**
 * Runs the stand-in until it is told to end. Its tasks live on.
 */
public final class MesosMain {

	private MesosMain() {
	}

	public static void main(String[] args) throws IOException {
		MesosSettings settings = MesosSettings.of(System.getenv());
		LocalMesos mesos = LocalMesos.start(settings);
		System.out.printf("A stand-in for Mesos listens on %s: agent %s, %d emulated ones, work folder %s%n",
				mesos.address(), settings.agent().parts(), settings.emulated(), settings.work());
	}

}
