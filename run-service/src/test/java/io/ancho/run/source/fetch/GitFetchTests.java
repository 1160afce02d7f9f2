package io.ancho.run.source.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

import io.ancho.run.TestGitServer;
import io.ancho.run.TestGitServer.Entry;
import io.ancho.run.TestSite;
import io.ancho.run.source.Source;
import io.ancho.run.source.SourceDocument;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class GitFetchTests {

	private static final Map<String, Entry> FILES = Map.of("README.md", Entry.file("hello"), "models/a/ancho.toml",
			Entry.file("[model]"), "models/a/deep/größe.py", Entry.file("x = 1"));

	@TempDir
	private Path folder = Path.of("unset");

	private TestGitServer git;

	private String first = "";

	@BeforeEach
	void start(@TempDir Path repository) {
		this.git = new TestGitServer(repository);
		this.first = this.git.commit("main", FILES);
	}

	@AfterEach
	void stop() {
		this.git.close();
	}

	private FetchReport fetch(String url, String ref, String path) throws IOException {
		Path fresh = Files.createTempDirectory(this.folder, "order");
		FetchReport report = Orders.fetch(new Source.Git(url, ref, path, null), fresh);
		if (report.source() != null) {
			Files.move(fresh.resolve(FetchReport.ARCHIVE), this.folder.resolve("fetched"));
		}
		return report;
	}

	private FetchReport fetch(String ref, String path) throws IOException {
		return fetch(this.git.url(), ref, path);
	}

	private Map<String, String> fetched() throws IOException {
		Map<String, String> files = new TreeMap<>();
		try (InputStream file = Files.newInputStream(this.folder.resolve("fetched"));
				TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file), "UTF-8")) {
			for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
				files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
			}
		}
		Files.delete(this.folder.resolve("fetched"));
		return files;
	}

	private void assertPinned(String ref, String commit) throws IOException {
		FetchReport report = fetch(ref, "models/a");
		assertThat(report.message()).isNull();
		assertThat(report.source())
			.isEqualTo(SourceDocument.of(new Source.Git(this.git.url(), ref, "models/a", commit)));
		assertThat(fetched()).containsEntry("ancho.toml", "[model]");
	}

	private static void assertRefused(FetchReport report, String field, String message) {
		assertThat(report.source()).isNull();
		assertThat(report.field()).as(report.message()).isEqualTo(field);
		assertThat(report.message()).contains(message);
	}

	@Test
	void aFolderOfABranchIsFetchedAndNothingElse() throws IOException {
		assertThat(fetch("main", "models/a").message()).isNull();
		assertThat(fetched()).isEqualTo(Map.of("ancho.toml", "[model]", "deep/größe.py", "x = 1"));
		assertThat(fetch("HEAD", "").message()).isNull();
		assertThat(fetched()).containsOnlyKeys(FILES.keySet());
	}

	@Test
	void aBranchATagAndACommitArePinned() throws IOException {
		this.git.tag("v1", this.first);
		String second = this.git.commit("main", Map.of("models/a/ancho.toml", Entry.file("[model]")));
		String other = this.git.commit("topic/x", FILES);
		assertPinned("HEAD", second);
		assertPinned("main", second);
		assertPinned("refs/heads/main", second);
		assertPinned("v1", this.first);
		assertPinned("topic/x", other);
		assertPinned(this.first, this.first);
	}

	@Test
	void whatIsNotThereIsNamed() throws IOException {
		assertRefused(fetch("no-such", ""), "git.ref", "there is no branch or tag 'no-such'");
		assertRefused(fetch("0".repeat(39) + "1", ""), "git.ref", "there is no commit");
		assertRefused(fetch("main", "models/b"), "git.path", "there is no folder 'models/b' at commit " + this.first);
		assertRefused(fetch("main", "README.md"), "git.path", "'README.md' is not a folder");
	}

	@Test
	void whatAModelMayNotHaveIsNamed() throws IOException {
		byte[] id = this.first.getBytes(StandardCharsets.US_ASCII);
		this.git.commit("module", Map.of("lib", new Entry(FileMode.GITLINK, id)));
		this.git.commit("link",
				Map.of("l", new Entry(FileMode.SYMLINK, "/etc/passwd".getBytes(StandardCharsets.UTF_8))));
		this.git.commit("lfs",
				Map.of("data.bin", Entry.file("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")));
		assertRefused(fetch("module", ""), "git.path", "'lib' is a submodule");
		assertRefused(fetch("link", ""), "git.path", "'l' is a symbolic link");
		assertRefused(fetch("lfs", ""), "git.path", "'data.bin' is kept by Git LFS");
	}

	@Test
	void whatIsTooMuchIsRefused() throws IOException {
		Map<String, Entry> many = new TreeMap<>();
		for (int i = 0; i <= Orders.LIMITS.maxFiles(); i++) {
			many.put("f" + i, Entry.file(""));
		}
		this.git.commit("many", many);
		this.git.commit("zeros", Map.of("zeros", Entry.file("0".repeat((int) Orders.LIMITS.maxUnpacked() + 1))));
		this.git.commit("large", Map.of("large", Entry.file(noise())));
		assertRefused(fetch("many", ""), "git.path", "holds more than 20 files");
		assertRefused(fetch("zeros", ""), "git.path", "holds more than 0 MiB");
		assertRefused(fetch("large", ""), "git.url", "holds more than 1 MiB");
	}

	private static String noise() {
		return new Random(1).ints(3_000_000, ' ', 127)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	@Test
	void whatIsNoRepositoryIsRefused() throws IOException {
		try (TestSite site = new TestSite()) {
			site.file("/page", "text/html", "<html>".getBytes(StandardCharsets.UTF_8))
				.file("/dumb/info/refs", "text/plain",
						(this.first + "\trefs/heads/main\n").getBytes(StandardCharsets.UTF_8))
				.file("/garbage", "application/x-git-upload-pack-advertisement", new byte[] { '0', '0', '0', 'z' })
				.status("/private", 401)
				.status("/gone", 404);
			assertRefused(fetch(site.url("/page"), "HEAD", ""), "git.url", "it is a web page");
			assertRefused(fetch(site.url("/dumb"), "HEAD", ""), "git.url", "not a git repository that can be fetched");
			assertRefused(fetch(site.url("/garbage"), "HEAD", ""), "git.url", "the repository cannot be read");
			assertRefused(fetch(site.url("/private"), "HEAD", ""), "git.url", "is private or asks for a login");
			assertRefused(fetch(site.url("/gone"), "HEAD", ""), "git.url", "leads to nothing");
		}
	}

	@Test
	void anEmptyRepositoryIsToldFromAWrongRef(@TempDir Path repository) throws IOException {
		try (TestGitServer empty = new TestGitServer(repository)) {
			assertRefused(fetch(empty.url(), "HEAD", ""), "git.url", "is a repository without a commit");
		}
	}

	@Test
	void redirectsAreFollowedSoFarAndNotInwards() throws IOException {
		try (TestSite site = new TestSite()) {
			site.redirect("/moved", this.git.url() + "/info/refs?service=git-upload-pack").at("/loop", (exchange) -> {
				exchange.getResponseHeaders().set("Location", exchange.getRequestURI().toString());
				exchange.sendResponseHeaders(301, -1);
			}).redirect("/inwards", "http://inside.example:" + site.port() + "/x/info/refs?service=git-upload-pack");
			assertThat(fetch(site.url("/moved"), "main", "").message()).isNull();
			assertRefused(fetch(site.url("/loop"), "main", ""), "git.url", "redirects more than 3 times");
			FetchReport inwards = Orders.fetch(new Source.Git(site.url("/inwards"), "main", "", null),
					Files.createTempDirectory(this.folder, "order"), new Orders.Names());
			assertRefused(inwards, "git.url", "inside.example at 127.0.0.2");
		}
	}

	@Test
	void aNameServerThatAnswersDifferentlyTheSecondTimeIsNotAskedTwice() throws IOException {
		Orders.Names names = new Orders.Names();
		String url = this.git.url().replace("127.0.0.1", "rebinding.example");
		assertThat(Orders.fetch(new Source.Git(url, "main", "", null), this.folder, names).message()).isNull();
		assertThat(names.asked).containsExactly("rebinding.example");
	}

}
