package io.ancho.run.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.ancho.run.source.fetch.FetchMain;
import io.ancho.run.source.fetch.FetchOrder;
import io.ancho.run.source.fetch.FetchReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs {@link FetchMain} in a JVM of its own. It has this service's classes and nothing
 * else: no environment, no log, no home but the order's folder. Whatever a stranger's
 * server makes of its memory or its time, it ends alone.
 */
final class FetchProcess {

	private static final Logger log = LoggerFactory.getLogger(FetchProcess.class);

	private static final JsonMapper mapper = new JsonMapper();

	private static final int MAX_REPORT_BYTES = 64 * 1024;

	/** What -XX:+ExitOnOutOfMemoryError exits with. */
	private static final int OUT_OF_MEMORY = 3;

	private FetchProcess() {
	}

	/**
	 * Executes an order.
	 * @param order the order
	 * @return what became of it
	 * @throws IOException if the machine refuses
	 * @throws InterruptedException if this service is being stopped
	 */
	static FetchReport run(FetchOrder order) throws IOException, InterruptedException {
		Path errors = Path.of(order.folder(), "errors");
		Process process = start(order.folder(), errors);
		try {
			try (OutputStream in = process.getOutputStream()) {
				in.write(mapper.writeValueAsBytes(order));
			}
			boolean ended = process.waitFor(order.limits().timeout().toMillis(), TimeUnit.MILLISECONDS);
			return ended ? report(process, order, errors) : tooSlow(order);
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private static Process start(String folder, Path errors) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-Duser.home=" + folder,
				"-Djava.io.tmpdir=" + folder, "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
				"-Dslf4j.internal.verbosity=ERROR", "-cp", System.getProperty("java.class.path"),
				FetchMain.class.getName()));
		builder.environment().clear();
		builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
		return builder.redirectError(Redirect.to(errors.toFile())).start();
	}

	private static FetchReport report(Process process, FetchOrder order, Path errors) throws IOException {
		if (process.exitValue() == 0) {
			try (InputStream out = process.getInputStream()) {
				return mapper.readValue(out.readNBytes(MAX_REPORT_BYTES), FetchReport.class);
			}
		}
		if (process.exitValue() == OUT_OF_MEMORY) {
			return refused(order, "takes too much memory to read; upload an archive");
		}
		log.error("The process that fetches a source exited with {}: {}", process.exitValue(), beginning(errors));
		return refused(order, "cannot be read; upload an archive");
	}

	private static FetchReport tooSlow(FetchOrder order) {
		return refused(order,
				"did not come within " + order.limits().timeout().toSeconds() + " s; try again, or upload an archive");
	}

	private static FetchReport refused(FetchOrder order, String message) {
		return new FetchReport(null, (order.source().git() != null) ? "git.url" : "http.url", message);
	}

	private static String beginning(Path errors) throws IOException {
		try (InputStream in = Files.newInputStream(errors)) {
			return new String(in.readNBytes(2000), StandardCharsets.UTF_8);
		}
	}

}
