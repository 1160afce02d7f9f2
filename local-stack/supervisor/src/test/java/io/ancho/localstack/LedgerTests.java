package io.ancho.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTests {

	private static final Duration GRACE = Duration.ofMillis(500);

	private final Path folder;

	LedgerTests(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void whatASupervisorHasLeftBehindIsEndedByTheNext() throws Exception {
		Process left = sleeping();
		ledger().refresh();
		assertThat(ledger().end((process) -> process.pid() == left.pid(), GRACE)).isEqualTo(1);
		assertThat(left.waitFor(5, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aProcessThatIgnoresSigtermIsKilled() throws Exception {
		Process stubborn = new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done")
			.start();
		stubborn.inputReader().readLine();
		ledger().end((process) -> process.pid() == stubborn.pid(), GRACE);
		assertThat(stubborn.waitFor(5, TimeUnit.SECONDS)).isTrue();
		assertThat(stubborn.exitValue()).isEqualTo(128 + 9);
	}

	@Test
	void aLaterProcessOfTheSameNumberIsLeftAlone() throws Exception {
		Process other = sleeping();
		try {
			Files.writeString(file(), other.pid() + " 1\n");
			ledger().end((process) -> process.start() == 1, GRACE);
			assertThat(other.isAlive()).isTrue();
		}
		finally {
			other.destroyForcibly().waitFor();
		}
	}

	@Test
	void processesThatLostTheirParentAreStillKnown() throws Exception {
		Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; wait").start();
		long child = Long.parseLong(parent.inputReader().readLine());
		Ledger ledger = ledger();
		ledger.refresh();
		parent.destroyForcibly().waitFor();
		ledger.end((process) -> process.pid() == child, GRACE);
		assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive).flatMap(ProcessId::of)).isEmpty();
	}

	private static Process sleeping() throws IOException {
		return new ProcessBuilder("sleep", "60").start();
	}

	private Ledger ledger() throws IOException {
		return new Ledger(file());
	}

	private Path file() {
		return this.folder.resolve("processes");
	}

}
