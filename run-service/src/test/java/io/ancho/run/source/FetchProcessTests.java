package io.ancho.run.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.ancho.run.TestArchives;
import io.ancho.run.TestGitServer;
import io.ancho.run.TestGitServer.Entry;
import io.ancho.run.TestSite;
import io.ancho.run.source.fetch.FetchOrder;
import io.ancho.run.source.fetch.FetchReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Map.of;
import static org.assertj.core.api.Assertions.assertThat;

class FetchProcessTests {

	@TempDir
	private Path folder = Path.of("unset");

	private FetchReport run(Source source, Duration timeout) throws Exception {
		return run(source, new FetchOrder.Reach(List.of("127.0.0.1/32"), true, ""), timeout);
	}

	private FetchReport run(Source source, FetchOrder.Reach reach, Duration timeout) throws Exception {
		return FetchProcess.run(new FetchOrder(SourceDocument.of(source), this.folder.toString(), reach,
				new FetchOrder.Limits(1024 * 1024, 10, 1024 * 1024, 3, Duration.ofSeconds(30), timeout)));
	}

	@Test
	void anArchiveIsFetchedByAProcessOfItsOwn() throws Exception {
		byte[] model = TestArchives.model();
		try (TestSite site = new TestSite().file("/m.zip", "application/zip", model)) {
			FetchReport report = run(new Source.Http(site.url("/m.zip"), null), Duration.ofMinutes(1));
			assertThat(report.message()).isNull();
			assertThat(this.folder.resolve(FetchReport.ARCHIVE)).hasBinaryContent(model);
		}
	}

	@Test
	void aRepositoryIsFetchedByAProcessOfItsOwn(@TempDir Path repository) throws Exception {
		try (TestGitServer git = new TestGitServer(repository)) {
			String commit = git.commit("main", of("ancho.toml", Entry.file("[model]")));
			Source.Git source = new Source.Git(git.url(), "HEAD", "", null);
			FetchReport report = run(source, Duration.ofMinutes(1));
			assertThat(report).isEqualTo(new FetchReport(SourceDocument.of(source.at(commit)), null, null));
			assertThat(Files.size(this.folder.resolve(FetchReport.ARCHIVE))).isPositive();
		}
	}

	@Test
	void aPrivateAddressIsRefusedUnlessAllowed() throws Exception {
		FetchReport report = run(new Source.Http("https://127.0.0.2/x", null), Duration.ofMinutes(1));
		assertThat(report.field()).isEqualTo("http.url");
		assertThat(report.message()).contains("at 127.0.0.2, which is not of the public internet");
	}

	@Test
	void aPackThatTakesAllMemoryEndsTheProcessAlone() throws Exception {
		String commit = "c0".repeat(20);
		String refs = line("# service=git-upload-pack\n") + "0000"
				+ line(commit + " HEAD\0multi_ack_detailed no-done shallow ofs-delta\n")
				+ line(commit + " refs/heads/main\n") + "0000";
		String endless = line("shallow " + commit) + "0000" + line("NAK\n") + "PACK\0\0\0\2\177\377\377\377";
		try (TestSite site = new TestSite()
			.file("/r/info/refs", "application/x-git-upload-pack-advertisement", refs.getBytes(ISO_8859_1))
			.file("/r/git-upload-pack", "application/x-git-upload-pack-result", endless.getBytes(ISO_8859_1))) {
			FetchReport report = run(new Source.Git(site.url("/r"), "main", "", null), Duration.ofMinutes(1));
			assertThat(report.field()).isEqualTo("git.url");
			assertThat(report.message()).contains("takes too much memory");
		}
	}

	/** A line as git's protocol has it, its length in front. */
	private static String line(String text) {
		return String.format("%04x%s", text.length() + 4, text);
	}

	@Test
	void aHostThatTricklesIsCutOff() throws Exception {
		CountDownLatch over = new CountDownLatch(1);
		try (TestSite site = new TestSite().at("/slow", (exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			trickle(exchange.getResponseBody(), over);
		})) {
			FetchReport report = run(new Source.Http(site.url("/slow"), null), Duration.ofSeconds(3));
			assertThat(report.field()).isEqualTo("http.url");
			assertThat(report.message()).contains("did not come within 3 s");
			over.countDown();
		}
	}

	private static void trickle(OutputStream out, CountDownLatch over) throws IOException {
		try {
			while (!over.await(100, TimeUnit.MILLISECONDS)) {
				out.write('x');
				out.flush();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
