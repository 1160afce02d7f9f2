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
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

import io.ancho.localstack.mesos.faults.FaultsEndpoint;
import io.ancho.localstack.mesos.faults.FaultyGate;
import io.ancho.localstack.mesos.wire.Credentials;
import io.ancho.localstack.mesos.wire.FilesEndpoint;
import io.ancho.localstack.mesos.wire.Follower;
import io.ancho.localstack.mesos.wire.Guarded;
import io.ancho.localstack.mesos.wire.MasterThread;
import io.ancho.localstack.mesos.wire.OperatorApiEndpoint;
import io.ancho.localstack.mesos.wire.OperatorEndpoint;
import io.ancho.localstack.mesos.wire.SchedulerEndpoint;

/**
 * A running stand-in: a master and its agents behind one port. Closing it leaves the
 * tasks running; the next one with the same work folder takes them up.
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
		return start(settings, Clock.systemUTC());
	}

	static LocalMesos start(MesosSettings settings, Clock clock) throws IOException {
		FileChannel lock = lock(Files.createDirectories(settings.work()));
		HttpServer server = HttpServer
			.create(new InetSocketAddress(InetAddress.getByName(settings.address()), settings.port()), 0);
		Cluster cluster = Cluster.of(settings, address(server));
		Instant now = clock.instant();
		MasterThread master = new MasterThread(cluster.master(now, now), clock);
		LocalMesos mesos = new LocalMesos(server, master, lock);
		server.setExecutor(mesos.requests);
		mesos.serveHealth();
		settings.leader()
			.ifPresentOrElse((leader) -> server.createContext("/", new Follower(leader)),
					() -> mesos.serve(settings, cluster));
		master.start();
		server.start();
		return mesos;
	}

	private void serveHealth() {
		this.server.createContext("/health", (exchange) -> {
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
	}

	private void serve(MesosSettings settings, Cluster cluster) {
		Optional<Credentials> credentials = settings.credentials();
		FaultyGate gate = new FaultyGate(this.master);
		HttpHandler scheduler = new Guarded("mesos-master-scheduler", credentials, new SchedulerEndpoint(gate));
		this.server.createContext("/api/v1/scheduler", scheduler);
		this.server.createContext("/master/api/v1/scheduler", scheduler);
		HttpHandler readonly = new Guarded("mesos-master-readonly", credentials, new OperatorEndpoint(this.master));
		this.server.createContext("/", readonly);
		HttpHandler readwrite = new Guarded("mesos-master-readwrite", credentials,
				new OperatorApiEndpoint(this.master));
		this.server.createContext("/api/v1", readwrite);
		this.server.createContext("/master/api/v1", readwrite);
		this.server.createContext("/files/read",
				new Guarded("mesos-agent-readonly", credentials, new FilesEndpoint(settings.work())));
		this.server.createContext("/faults", new FaultsEndpoint(gate, this.master, cluster::master));
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

	private static URI address(HttpServer server) {
		InetSocketAddress address = server.getAddress();
		return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
	}

	URI address() {
		return address(this.server);
	}

	/** Does what is due by now: for those who have a clock of their own. */
	void tick() {
		this.master.tick();
	}

	@Override
	public void close() throws IOException {
		this.server.stop(0);
		this.requests.shutdownNow();
		this.master.close();
		this.lock.close();
	}

}
