package io.ancho.gateway.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.ancho.gateway.testing.GatewayExtension;
import io.ancho.gateway.testing.TestGateway;
import io.ancho.gateway.testing.TestService.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(GatewayExtension.class)
class StreamingIT {

	private static final String EVENTS = "/api/v1/runs/1/events";

	private static final String RESULTS = "/api/v1/runs/1/results";

	private static final String SSE = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

	private static final String CSV = "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n";

	private static final byte[] CHUNK = ("10000\r\n" + "x".repeat(65536) + "\r\n").getBytes(StandardCharsets.US_ASCII);

	private final TestGateway gateway;

	StreamingIT(TestGateway gateway) {
		this.gateway = gateway;
	}

	@Test
	void anEventArrivesWhileTheStreamIsOpen() throws Exception {
		CompletableFuture<Long> sent = new CompletableFuture<>();
		CompletableFuture<Void> seen = new CompletableFuture<>();
		this.gateway.run().when(EVENTS, (request, connection) -> {
			connection.send(SSE);
			sent.complete(System.nanoTime());
			connection.send("event: state\ndata: {}\n\n");
			seen.orTimeout(10, TimeUnit.SECONDS).join();
		});
		try (BufferedReader events = open(EVENTS)) {
			assertThat(events.readLine()).isEqualTo("event: state");
			assertThat(Duration.ofNanos(System.nanoTime() - sent.join())).isLessThan(Duration.ofMillis(100));
			seen.complete(null);
			assertThat(events.lines()).contains("data: {}");
		}
	}

	@Test
	void aSilentStreamIsKeptAliveBetweenItsEventsOnly() throws Exception {
		CompletableFuture<Void> seen = new CompletableFuture<>();
		this.gateway.run().when(EVENTS, (request, connection) -> {
			connection.send(SSE + "data: 1\n\n");
			seen.orTimeout(10, TimeUnit.SECONDS).join();
		});
		try (BufferedReader events = open(EVENTS)) {
			assertThat(events.readLine()).isEqualTo("data: 1");
			assertThat(events.readLine()).isEmpty();
			assertThat(events.readLine()).isEqualTo(":");
			seen.complete(null);
		}
	}

	@Test
	void aClientThatLeavesASilentStreamIsNoticed() throws Exception {
		CompletableFuture<Integer> closed = new CompletableFuture<>();
		this.gateway.run().when(EVENTS, (request, connection) -> {
			connection.send(SSE + "data: 1\n\n");
			closed.complete(readToEnd(connection));
		});
		abandon(EVENTS);
		assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
	}

	@Test
	void anAbandonedDownloadIsCutOffAtTheService() throws Exception {
		CompletableFuture<Boolean> cutOff = new CompletableFuture<>();
		this.gateway.stats().when(RESULTS, (request, connection) -> {
			connection.send(CSV);
			try {
				while (true) {
					connection.out().write(CHUNK);
				}
			}
			catch (IOException ex) {
				cutOff.complete(true);
			}
		});
		abandon(RESULTS);
		assertThat(cutOff.get(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void anAnswerLargerThanTheHeapPasses() throws Exception {
		long chunks = 2 * Runtime.getRuntime().maxMemory() / 65536;
		this.gateway.stats().when(RESULTS, (request, connection) -> {
			connection.send(CSV);
			for (long chunk = 0; chunk < chunks; chunk++) {
				connection.out().write(CHUNK);
			}
			connection.send("0\r\n\r\n");
		});
		HttpResponse<InputStream> response = this.gateway.http()
			.send(this.gateway.request(RESULTS).build(), BodyHandlers.ofInputStream());
		try (InputStream body = response.body()) {
			assertThat(body.transferTo(OutputStream.nullOutputStream())).isEqualTo(chunks * 65536);
		}
	}

	@Test
	void anUploadOf64MibPasses() throws Exception {
		long size = 64L * 1024 * 1024;
		CompletableFuture<Long> arrived = new CompletableFuture<>();
		this.gateway.run().when("/api/v1/models", (request, connection) -> {
			arrived.complete(connection.body(Long.parseLong(request.headers().get("content-length"))));
			connection.send("HTTP/1.1 201 Created\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
		});
		HttpRequest upload = this.gateway.request("/api/v1/models")
			.header("Content-Type", "multipart/form-data; boundary=x")
			.POST(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> new Zeros(size)), size))
			.build();
		assertThat(this.gateway.http().send(upload, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
		assertThat(arrived.get(1, TimeUnit.SECONDS)).isEqualTo(size);
	}

	@Test
	void halfAnAnswerNeverLooksLikeAWholeOne() {
		this.gateway.stats().when(RESULTS, (request, connection) -> {
			connection.send(CSV);
			for (int chunk = 0; chunk < 10; chunk++) {
				connection.out().write(CHUNK);
			}
		});
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.gateway.get(RESULTS));
	}

	@Test
	void moreStreamsThanThreadsForThemAreRefused() throws Exception {
		CompletableFuture<Void> over = new CompletableFuture<>();
		this.gateway.run().when(EVENTS, (request, connection) -> {
			connection.send(SSE + "data: 1\n\n");
			over.orTimeout(10, TimeUnit.SECONDS).join();
		});
		try (BufferedReader first = open(EVENTS); BufferedReader second = open(EVENTS)) {
			assertThat(first.readLine()).isEqualTo(second.readLine());
			HttpResponse<String> third = this.gateway.get(EVENTS);
			assertThat(third.statusCode()).isEqualTo(503);
			assertThat(third.headers().firstValue("Retry-After")).isPresent();
			assertThat(third.headers().firstValue("Content-Type")).hasValue("application/problem+json");
			over.complete(null);
		}
	}

	private BufferedReader open(String path) throws Exception {
		return new BufferedReader(new InputStreamReader(
				this.gateway.http().send(this.gateway.request(path).build(), BodyHandlers.ofInputStream()).body(),
				StandardCharsets.UTF_8));
	}

	/** Asks, reads the first bytes, and is gone. */
	private void abandon(String path) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.gateway.port())) {
			socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TestGateway.TOKEN
						+ "\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(socket.getInputStream().readNBytes(12)).asString(StandardCharsets.US_ASCII)
				.isEqualTo("HTTP/1.1 200");
		}
	}

	private static int readToEnd(Connection connection) {
		try {
			return connection.in().read();
		}
		catch (IOException ex) {
			return -1;
		}
	}

	/** So many zeros. */
	private static final class Zeros extends InputStream {

		private long left;

		Zeros(long count) {
			this.left = count;
		}

		@Override
		public int read() {
			return (this.left-- > 0) ? 0 : -1;
		}

		@Override
		public int read(byte[] buffer, int offset, int length) {
			int count = (int) Math.min(length, this.left);
			this.left -= count;
			return (count > 0) ? count : -1;
		}

	}

}
