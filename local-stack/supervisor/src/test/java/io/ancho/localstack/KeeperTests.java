package io.ancho.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import io.ancho.localstack.Part.Kind;
import io.ancho.localstack.PartStatus.State;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The parts are processes of {@link Program}.
 */
@Timeout(60)
class KeeperTests {

	private final Path folder;

	@AutoClose
	private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	KeeperTests(@TempDir Path folder) throws IOException {
		this.folder = folder;
	}

	@Test
	void aPartThatIsKilledIsStartedAgain() throws Exception {
		Keeper keeper = keeper("sleep", true, List.of());
		Thread thread = start(keeper);
		PartStatus before = await(keeper, (status) -> status.state() == State.UP);
		Objects.requireNonNull(keeper.process()).destroyForcibly();
		PartStatus after = await(keeper, (status) -> status.state() == State.UP && status.restarts() == 1);
		assertThat(after.pid()).isNotEqualTo(before.pid());
		end(keeper, thread);
	}

	@Test
	void aPartThatDiesAgainAndAgainFailsWithTheReasonFromItsLog() throws Exception {
		Keeper keeper = keeper("fail", false, List.of());
		start(keeper);
		PartStatus failed = await(keeper, (status) -> status.state() == State.FAILED);
		assertThat(failed.reason()).contains("exit status 3").contains("IllegalStateException: no disk left");
		assertThat(failed.pid()).isNull();
	}

	@Test
	void aPartIsNotStartedOnAFullDisk() throws Exception {
		Keeper keeper = keeper("sleep", true, Long.MAX_VALUE, List.of());
		Thread thread = start(keeper);
		PartStatus waiting = await(keeper, (status) -> status.reason() != null);
		assertThat(waiting.state()).isEqualTo(State.WAITING);
		assertThat(waiting.reason()).contains("waits for disk space", this.folder.toString());
		assertThat(keeper.process()).isNull();
		thread.interrupt();
		thread.join();
	}

	@Test
	void whatAKilledProcessLeftBehindIsGone() throws Exception {
		Path left = this.folder.resolve("tmp/left/behind");
		Files.createDirectories(left);
		Keeper keeper = keeper("sleep", true, List.of());
		Thread thread = start(keeper);
		await(keeper, (status) -> status.state() == State.UP);
		assertThat(left.getParent()).doesNotExist();
		assertThat(this.folder.resolve("tmp")).isDirectory();
		end(keeper, thread);
	}

	@Test
	void aPartWaitsForWhatItNeeds() throws Exception {
		Keeper needed = keeper("sleep", false, List.of());
		Keeper waiting = keeper("sleep", true, List.of(needed));
		Thread first = start(needed);
		Thread second = start(waiting);
		await(needed, (status) -> status.state() == State.STARTING);
		assertThat(await(waiting, (status) -> status.reason() != null).reason()).isEqualTo("waits for sleep");
		assertThat(waiting.status().pid()).isNull();
		end(needed, first);
		second.interrupt();
		second.join();
	}

	private Keeper keeper(String behaviour, boolean ready, List<Keeper> needs) {
		return keeper(behaviour, ready, DiskSpace.ANY, needs);
	}

	private Keeper keeper(String behaviour, boolean ready, long needed, List<Keeper> needs) {
		Path classes = Path.of(Program.class.getProtectionDomain().getCodeSource().getLocation().getPath());
		Part part = new Part(behaviour, Kind.SERVICE, 1, classes, Program.class.getName(), List.of("-Xmx16m"),
				Map.of("BEHAVIOUR", behaviour), readiness(ready), Set.of());
		return new Keeper(part, new PartLog(this.folder, behaviour), this.folder.resolve("tmp"),
				new DiskSpace(this.folder, needed), needs);
	}

	/**
	 * Ready at once: the port is that of a listening socket. Or never: nobody listens on
	 * port 1.
	 */
	private Readiness readiness(boolean ready) {
		return Readiness.port(ready ? this.listening.getLocalPort() : 1);
	}

	private static Thread start(Keeper keeper) {
		Thread thread = new Thread(keeper);
		thread.start();
		return thread;
	}

	private static void end(Keeper keeper, Thread thread) throws InterruptedException {
		thread.interrupt();
		thread.join();
		Objects.requireNonNull(keeper.process()).destroyForcibly().waitFor();
	}

	private static PartStatus await(Keeper keeper, Predicate<PartStatus> condition) throws InterruptedException {
		while (!condition.test(keeper.status())) {
			Thread.sleep(Duration.ofMillis(20).toMillis());
		}
		return keeper.status();
	}

	/**
	 * A part that sleeps or fails.
	 */
	static final class Program {

		private Program() {
		}

		public static void main(String[] args) throws InterruptedException {
			if ("fail".equals(System.getenv("BEHAVIOUR"))) {
				new IllegalStateException("no disk left").printStackTrace();
				System.exit(3);
			}
			Thread.sleep(60_000);
		}

	}

}
