package io.ancho.localstack.mesos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpServer;
import org.apache.mesos.v1.Protos.AgentID;

import io.ancho.localstack.mesos.agent.Agent;
import io.ancho.localstack.mesos.agent.AgentDescription;
import io.ancho.localstack.mesos.master.Master;
import io.ancho.localstack.mesos.master.MasterSettings;
import io.ancho.localstack.mesos.wire.MasterThread;
import io.ancho.localstack.mesos.wire.OperatorEndpoint;
import io.ancho.localstack.mesos.wire.SchedulerEndpoint;

/**
 * A running stand-in: a master and an agent behind one port. Closing it leaves the tasks
 * running; the next one with the same work folder takes them up.
 */
final class LocalMesos implements AutoCloseable {

	private final HttpServer server;

	private final MasterThread master;

	private final ExecutorService requests = Executors.newCachedThreadPool();

	private final FileChannel lock;

	private LocalMesos(HttpServer server, MasterThread master, FileChannel lock) {
		this.server = server;
		this.master = master;
		this.lock = lock;
	}

	static LocalMesos start(MesosSettings settings) throws IOException {
		FileChannel lock = lock(Files.createDirectories(settings.work()));
		HttpServer server = HttpServer
			.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), settings.port()), 0);
		MasterThread master = new MasterThread(master(settings, server.getAddress().getPort()), Clock.systemUTC());
		LocalMesos mesos = new LocalMesos(server, master, lock);
		server.setExecutor(mesos.requests);
		server.createContext("/api/v1/scheduler", new SchedulerEndpoint(master));
		server.createContext("/master/api/v1/scheduler", new SchedulerEndpoint(master));
		for (String path : new String[] { "/state", "/master/state", "/tasks", "/master/tasks" }) {
			server.createContext(path, new OperatorEndpoint(master));
		}
		server.createContext("/health", (exchange) -> {
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		master.start();
		server.start();
		return mesos;
	}

	private static Master master(MesosSettings settings, int port) throws IOException {
		AgentDescription description = new AgentDescription(agentId(settings.work()), "localhost",
				settings.attributes());
		MasterSettings masterSettings = new MasterSettings(UUID.randomUUID().toString(),
				URI.create("http://127.0.0.1:" + port), description, settings.cpus(), settings.memMib(),
				settings.firstPort(), settings.lastPort());
		return new Master(masterSettings, new Agent(settings.work()), Clock.systemUTC().instant());
	}

	/** The agent keeps its id for as long as its work folder lives. */
	private static AgentID agentId(Path work) throws IOException {
		Path file = work.resolve("agent-id");
		if (!Files.exists(file)) {
			Files.writeString(file, UUID.randomUUID() + "-S0");
		}
		return AgentID.newBuilder().setValue(Files.readString(file).strip()).build();
	}

	private static FileChannel lock(Path work) throws IOException {
		FileChannel channel = FileChannel.open(work.resolve("lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE);
		if (channel.tryLock() == null) {
			channel.close();
			throw new IOException(work + " is in use by another stand-in for Mesos");
		}
		return channel;
	}

	URI address() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	@Override
	public void close() throws IOException {
		this.server.stop(0);
		this.requests.shutdownNow();
		this.master.close();
		this.lock.close();
	}

}
