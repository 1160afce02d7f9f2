package io.ancho.scheduler.mesos;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;

/**
 * A real HTTP server that answers each subscription by the next of its scripted answers,
 * any other call with 202, and records all calls.
 */
final class FakeMaster implements AutoCloseable {

	private interface Answer {

		void to(HttpExchange exchange) throws IOException;

	}

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Queue<Answer> answers = new ArrayDeque<>();

	private volatile @Nullable Answer callAnswer;

	private final List<HttpExchange> open = new CopyOnWriteArrayList<>();

	final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

	/** What each call carried in {@code Authorization}. */
	final BlockingQueue<String> authorizations = new LinkedBlockingQueue<>();

	FakeMaster() throws IOException {
		this(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
	}

	/** A master that speaks TLS. */
	FakeMaster(SSLContext identity) throws IOException {
		this(https(identity));
	}

	private static HttpServer https(SSLContext identity) throws IOException {
		HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(identity));
		return server;
	}

	private FakeMaster(HttpServer server) {
		this.server = server;
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	URI address() {
		String scheme = (this.server instanceof HttpsServer) ? "https" : "http";
		return URI.create(scheme + "://127.0.0.1:" + this.server.getAddress().getPort());
	}

	static Event subscribed(double heartbeatSeconds) {
		return Event.newBuilder()
			.setType(Event.Type.SUBSCRIBED)
			.setSubscribed(Event.Subscribed.newBuilder()
				.setFrameworkId(FrameworkID.newBuilder().setValue("f-1"))
				.setHeartbeatIntervalSeconds(heartbeatSeconds))
			.build();
	}

	static Event error(String message) {
		return Event.newBuilder()
			.setType(Event.Type.ERROR)
			.setError(Event.Error.newBuilder().setMessage(message))
			.build();
	}

	FakeMaster answer(int status) {
		this.answers.add((exchange) -> answer(exchange, status, ""));
		return this;
	}

	/** Answers the calls to come, but for subscriptions, in this way instead of 202. */
	FakeMaster answerCalls(int status, String body) {
		this.callAnswer = (exchange) -> answer(exchange, status, body);
		return this;
	}

	private static void answer(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	/** Redirects as Mesos does, without naming the scheme. */
	FakeMaster redirectTo(URI leader) {
		this.answers.add((exchange) -> {
			exchange.getResponseHeaders().set("Location", "//" + leader.getAuthority() + "/master/api/v1/scheduler");
			exchange.sendResponseHeaders(307, -1);
			exchange.close();
		});
		return this;
	}

	/** Sends events and ends the stream. */
	FakeMaster streamAndEnd(Event... events) {
		this.answers.add((exchange) -> {
			stream(exchange, events);
			exchange.close();
		});
		return this;
	}

	/** Sends events and leaves the stream open. */
	FakeMaster stream(Event... events) {
		this.answers.add((exchange) -> {
			this.open.add(exchange);
			stream(exchange, events);
		});
		return this;
	}

	private static void stream(HttpExchange exchange, Event... events) throws IOException {
		exchange.getResponseHeaders().set("Mesos-Stream-Id", "s-1");
		exchange.sendResponseHeaders(200, 0);
		OutputStream out = exchange.getResponseBody();
		for (Event event : events) {
			byte[] body = event.toByteArray();
			out.write((body.length + "\n").getBytes(StandardCharsets.US_ASCII));
			out.write(body);
			out.flush();
		}
	}

	private synchronized void handle(HttpExchange exchange) throws IOException {
		Call call = Call.parseFrom(exchange.getRequestBody());
		this.authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
		this.calls.add(call);
		boolean subscription = call.getType() == Call.Type.SUBSCRIBE;
		Answer answer = subscription ? this.answers.poll() : this.callAnswer;
		if (answer != null) {
			answer.to(exchange);
		}
		else {
			answer(exchange, subscription ? 503 : 202, "");
		}
	}

	@Override
	public void close() {
		this.open.forEach(HttpExchange::close);
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
