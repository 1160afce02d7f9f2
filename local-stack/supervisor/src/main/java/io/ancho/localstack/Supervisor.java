package io.ancho.localstack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Runs the embedded stack until it is told to end, by {@code POST /down} or by a signal.
 * With the argument {@code clean} it only ends the processes that a supervisor which was
 * killed has left behind.
 * <p>
 * Exit status 1, with one line on standard error, if the stack cannot be started at all.
 */
public final class Supervisor {

	private static final Duration GRACE_OF_ORPHANS = Duration.ofSeconds(10);

	private static final Duration TENDING = Duration.ofSeconds(2);

	private final Settings settings;

	private final Ledger ledger;

	private Supervisor(Settings settings) throws IOException {
		this.settings = settings;
		this.ledger = new Ledger(settings.ledgerFile());
	}

	public static void main(String[] args) throws Exception {
		try {
			Settings settings = Settings.from(System.getenv());
			Secrets.privateFolder(settings.home());
			try (RandomAccessFile file = new RandomAccessFile(settings.home().resolve("supervisor.lock").toFile(),
					"rw")) {
				lock(file.getChannel(), settings.home());
				Supervisor supervisor = new Supervisor(settings);
				supervisor.endOrphans();
				if (!List.of(args).contains("clean")) {
					supervisor.run();
				}
			}
		}
		catch (StackException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	/**
	 * Take the lock that is held as long as this process lives: who cannot get it knows
	 * that the stack runs. Whoever asks that way holds it for a moment, hence the second
	 * tries.
	 */
	private static void lock(FileChannel file, Path home) throws IOException, InterruptedException {
		for (int attempt = 0; attempt < 20; attempt++) {
			if (file.tryLock() != null) {
				return;
			}
			Thread.sleep(25);
		}
		throw new StackException("the stack of " + home + " is running already");
	}

	private void endOrphans() throws IOException, InterruptedException {
		int ended = this.ledger.end((process) -> true, GRACE_OF_ORPHANS);
		if (ended > 0) {
			System.out.println("ended " + ended + " processes that a stack before this one had left behind");
		}
	}

	private void run() throws IOException, InterruptedException {
		Secrets secrets = Secrets.in(this.settings);
		List<Part> parts = new Parts(this.settings, secrets).wanted();
		this.settings.ports().requireFree(parts);
		Stack stack = new Stack(parts, this.settings, this.ledger);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack), "stop"));
		String token = Files.readString(secrets.token()).strip();
		new ControlServer(token, this.settings, stack, Supervisor::exit).start();
		Files.writeString(this.settings.home().resolve("supervisor.url"),
				Ports.url(this.settings.ports().supervisor()) + "\n");
		stack.start();
		while (true) {
			Thread.sleep(TENDING.toMillis());
			tend(stack);
		}
	}

	private static void tend(Stack stack) {
		try {
			stack.tend();
		}
		catch (IOException ex) {
			System.err.println("could not note the processes or trim the logs, will try again: " + ex);
		}
	}

	/**
	 * On a thread of its own: the shutdown hook would otherwise wait for its caller.
	 */
	private static void exit() {
		new Thread(() -> System.exit(0), "down").start();
	}

	private static void stop(Stack stack) {
		try {
			stack.stop();
		}
		catch (IOException ex) {
			System.err.println("could not stop everything: " + ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
