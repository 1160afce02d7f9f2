package io.ancho.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How one asks a part whether it is ready. Asking never takes more than two seconds.
 */
sealed interface Readiness {

	Duration PATIENCE = Duration.ofSeconds(2);

	boolean test() throws InterruptedException;

	static Readiness port(int port) {
		return new Port(port);
	}

	/**
	 * Ready when it accepts connections and has left a file.
	 * @param port where it listens
	 * @param file what it leaves when nothing is missing any more
	 */
	static Readiness portAndFile(int port, Path file) {
		return new PortAndFile(new Port(port), file);
	}

	static Readiness http(int port, String path) {
		return new Http(URI.create(Ports.url(port) + path));
	}

	/**
	 * Ready when it accepts connections.
	 */
	record Port(int port) implements Readiness {

		@Override
		public boolean test() {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port),
						(int) PATIENCE.toMillis());
				return true;
			}
			catch (IOException ex) {
				return false;
			}
		}

	}

	record PortAndFile(Port port, Path file) implements Readiness {

		@Override
		public boolean test() {
			return Files.exists(this.file) && this.port.test();
		}

	}

	/**
	 * Ready when a GET answers 200.
	 */
	record Http(URI uri) implements Readiness {

		private static final HttpClient CLIENT = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(PATIENCE)
			.build();

		@Override
		public boolean test() throws InterruptedException {
			HttpRequest request = HttpRequest.newBuilder(this.uri).timeout(PATIENCE).build();
			try {
				return CLIENT.send(request, BodyHandlers.discarding()).statusCode() == 200;
			}
			catch (IOException ex) {
				return false;
			}
		}

	}

}
