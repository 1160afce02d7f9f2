package io.ancho.scheduler.mesos;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.ancho.scheduler.core.Executor;
import io.ancho.scheduler.core.RunId;
import io.ancho.scheduler.core.TaskId;
import org.apache.mesos.v1.Protos;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What agents tell of sandboxes, and agents that do not.
 */
class SandboxLogsTests {

	private static final Executor EXECUTOR = new Executor(new TaskId("ancho.r.1"), new RunId("r"), "alice", "agent-1",
			"localhost", Map.of(), 31000, Executor.State.LAUNCHING, Instant.EPOCH, Instant.EPOCH, null);

	private final HttpServer agent = server();

	private final SandboxLogs logs = new SandboxLogs(HttpClient.newHttpClient());

	private final BlockingQueue<List<String>> read = new LinkedBlockingQueue<>();

	private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

	private static HttpServer server() {
		try {
			return HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void start(HttpHandler handler) {
		this.agent.createContext("/files/read", (exchange) -> {
			this.asked.add(exchange.getRequestURI().getQuery());
			handler.handle(exchange);
		});
		this.agent.start();
		Protos.Address address = Protos.Address.newBuilder()
			.setHostname("localhost")
			.setIp("127.0.0.1")
			.setPort(this.agent.getAddress().getPort())
			.build();
		this.logs.learn(Protos.Offer.newBuilder()
			.setId(Protos.OfferID.newBuilder().setValue("o"))
			.setFrameworkId(Protos.FrameworkID.newBuilder().setValue("f-1"))
			.setAgentId(Protos.AgentID.newBuilder().setValue("agent-1"))
			.setHostname("localhost")
			.setUrl(Protos.URL.newBuilder().setScheme("http").setPath("/slave(1)").setAddress(address))
			.build());
		this.logs.read("f-1", EXECUTOR, this.read::add);
	}

	@AfterEach
	void stop() {
		this.logs.close();
		this.agent.stop(0);
	}

	private static void serve(HttpExchange exchange, String content) throws IOException {
		long offset = Long.parseLong(exchange.getRequestURI().getQuery().replaceFirst(".*offset=(-?\\d+).*", "$1"));
		byte[] all = content.getBytes(StandardCharsets.UTF_8);
		String data = (offset < 0) ? ""
				: new String(all, (int) offset, Math.min(4096, all.length - (int) offset), StandardCharsets.UTF_8);
		answer(exchange, 200, new JsonMapper()
			.writeValueAsString(Map.of("data", data, "offset", (offset < 0) ? all.length : offset)));
	}

	private static void answer(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	private static boolean isStderr(HttpExchange exchange) {
		return exchange.getRequestURI().getQuery().contains("/stderr");
	}

	@Test
	void lastLinesOfBothFilesAreReadWithoutMesossChatterAndMadeFitToBeShown() throws Exception {
		start((exchange) -> serve(exchange, isStderr(exchange)
				? "I1130 20:14:05.123456 12 fetcher.cpp:1] Fetched\nError: \u001b[31mno jar\u0007\n" : "Starting\n\n"));
		assertThat(this.read.poll(10, TimeUnit.SECONDS)).containsExactly("Starting", "Error: no jar\ufffd");
		assertThat(this.asked)
			.allMatch((query) -> query.startsWith("path=/frameworks/f-1/executors/ancho.r.1/runs/latest/std"));
	}

	@Test
	void onlyTheEndOfALongLogIsAskedFor() throws Exception {
		String log = "line of a log that has very many of them\n".repeat(10_000) + "the end\n";
		start((exchange) -> serve(exchange, isStderr(exchange) ? log : ""));
		assertThat(this.read.poll(10, TimeUnit.SECONDS)).hasSize(10).endsWith("the end");
	}

	@Test
	void agentThatWantsCredentialsTellsNothing() throws Exception {
		start((exchange) -> answer(exchange, 401, ""));
		assertThat(this.asked.poll(10, TimeUnit.SECONDS)).isNotNull();
		assertThat(this.read.poll(300, TimeUnit.MILLISECONDS)).isNull();
	}

	@Test
	void agentThatDoesNotAnswerHoldsNobodyUpForLong() throws Exception {
		start((exchange) -> {
			if (this.asked.size() > 1) {
				serve(exchange, "later\n");
			}
		});
		this.logs.read("f-1", EXECUTOR, this.read::add);
		long begun = System.nanoTime();
		assertThat(this.read.poll(20, TimeUnit.SECONDS)).contains("later");
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void agentThatStopsInTheMiddleOfItsAnswerHoldsNobodyUpForLong() throws Exception {
		start((exchange) -> {
			if (this.asked.size() > 1) {
				serve(exchange, "later\n");
			}
			else {
				exchange.sendResponseHeaders(200, 1000);
				exchange.getResponseBody().write('{');
				exchange.getResponseBody().flush();
			}
		});
		this.logs.read("f-1", EXECUTOR, this.read::add);
		assertThat(this.read.poll(10, TimeUnit.SECONDS)).contains("later");
	}

	@Test
	void answerWithoutAnEndIsNotReadToIt() throws Exception {
		start((exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			byte[] much = new byte[64 * 1024];
			for (int i = 0; i < 1000; i++) {
				exchange.getResponseBody().write(much);
			}
		});
		assertThat(this.asked.poll(10, TimeUnit.SECONDS)).isNotNull();
		assertThat(this.read.poll(300, TimeUnit.MILLISECONDS)).isNull();
	}

}
