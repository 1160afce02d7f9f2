package io.ancho.localstack.mesos.agent;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.sun.net.httpserver.HttpServer;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FetchTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path work;

	@SuppressWarnings("NullAway.Init")
	private TaskFolder folder;

	@BeforeEach
	void create() throws Exception {
		this.folder = TaskFolder.create(this.work.resolve("task"), FrameworkInfo.newBuilder().buildPartial(),
				TaskInfo.newBuilder().buildPartial());
	}

	private Optional<Refusal> fetch(CommandInfo.URI.Builder... uris) throws Exception {
		Fetch.write(this.folder, List.of(uris).stream().map(CommandInfo.URI.Builder::build).toList());
		Preparation preparation = new Preparation(List.of(Fetch.step(this.folder, "c-1")));
		while (!preparation.proceed()) {
			Thread.onSpinWait();
		}
		return preparation.refusal();
	}

	private static CommandInfo.URI.Builder uri(Object value) {
		return CommandInfo.URI.newBuilder().setValue(value.toString());
	}

	private String fetched(String name) throws Exception {
		return Files.readString(this.folder.sandbox().resolve(name));
	}

	@Test
	void filesOfTheAgentComeUnderTheirOwnNameOrAnother() throws Exception {
		Path file = Files.writeString(this.work.resolve("a file.txt"), "content");
		assertThat(fetch(uri(file), uri("file://" + file).setOutputFile("deep/down"))).isEmpty();
		assertThat(fetched("a file.txt")).isEqualTo("content");
		assertThat(fetched("deep/down")).isEqualTo("content");
	}

	@Test
	void whatIsMeantToBeExecutedCanBe() throws Exception {
		Path file = Files.writeString(this.work.resolve("program.gz"), "content");
		assertThat(fetch(uri(file).setExecutable(true))).isEmpty();
		assertThat(this.folder.sandbox().resolve("program.gz")).isExecutable().hasContent("content");
	}

	@Test
	void archivesAreUnpackedUnlessTheyAreToBeKept() throws Exception {
		Path zip = this.work.resolve("z.zip");
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
			out.putNextEntry(new ZipEntry("in-zip/x"));
			out.write("zipped".getBytes(StandardCharsets.UTF_8));
		}
		Path gz = this.work.resolve("alone.gz");
		try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
			out.write("compressed".getBytes(StandardCharsets.UTF_8));
		}
		Path tar = tar();
		assertThat(fetch(uri(zip), uri(gz), uri(tar), uri(tar).setExtract(false).setOutputFile("kept.tgz"))).isEmpty();
		assertThat(fetched("in-zip/x")).isEqualTo("zipped");
		assertThat(fetched("alone")).isEqualTo("compressed");
		assertThat(fetched("in-tar")).isEqualTo("packed");
		assertThat(this.folder.sandbox().resolve("kept.tgz")).hasSameBinaryContentAs(tar);
	}

	private Path tar() throws Exception {
		Path tar = this.work.resolve("t.tar.gz");
		Files.writeString(this.work.resolve("in-tar"), "packed");
		assertThat(new ProcessBuilder("tar", "-C", this.work.toString(), "-czf", tar.toString(), "in-tar").start()
			.waitFor()).isZero();
		return tar;
	}

	@Test
	void whatIsServedByHttpIsFetchedAndWhatIsNotThereFailsTheTask() throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/there", (exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			exchange.getResponseBody().write("served".getBytes(StandardCharsets.UTF_8));
			exchange.close();
		});
		server.start();
		try {
			String base = "http://127.0.0.1:" + server.getAddress().getPort();
			assertThat(fetch(uri(base + "/there"))).isEmpty();
			assertThat(fetched("there")).isEqualTo("served");
			assertThat(fetch(uri(base + "/nowhere"))).get()
				.extracting(Refusal::message)
				.isEqualTo(
						"Failed to launch container: Failed to fetch all URIs for container 'c-1': exited with status 1");
			assertThat(fetched("stderr")).contains("404");
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void aBrokenArchiveFailsTheTask() throws Exception {
		assertThat(fetch(uri(Files.writeString(this.work.resolve("broken.tgz"), "no archive")))).isPresent();
	}

}
