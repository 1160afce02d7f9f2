package io.ancho.run.source.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.ancho.run.source.Source;
import io.ancho.run.source.SourceDocument;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fetches one source: an order as JSON on standard input, a report as JSON on standard
 * output.
 */
public final class FetchMain {

	private FetchMain() {
	}

	/**
	 * Runs the process.
	 * @param args none
	 * @throws IOException if the disk or a pipe refuses
	 */
	public static void main(String[] args) throws IOException {
		JsonMapper mapper = new JsonMapper();
		FetchOrder order = mapper.readValue(System.in.readAllBytes(), FetchOrder.class);
		haltAfter(order.limits().timeout());
		FetchReport report = fetch(order, PublicAddresses.of(order.reach()));
		System.out.write(mapper.writeValueAsBytes(report));
		System.out.flush();
		System.exit(0);
	}

	/** The service ends this process in time, unless it has died itself. */
	private static void haltAfter(Duration timeout) {
		CountDownLatch never = new CountDownLatch(1);
		Thread watchdog = new Thread(() -> {
			try {
				never.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			Runtime.getRuntime().halt(1);
		}, "watchdog");
		watchdog.setDaemon(true);
		watchdog.start();
	}

	static FetchReport fetch(FetchOrder order, PublicAddresses addresses) throws IOException {
		Source source = order.source().source();
		Path archive = Path.of(order.folder(), FetchReport.ARCHIVE);
		try (PublicHttp http = new PublicHttp(addresses, order.reach(), order.limits())) {
			Source pinned = (source instanceof Source.Git git)
					? new GitFetch(http, order.limits()).fetch(git, Path.of(order.folder(), "git"), archive)
					: new HttpFetch(http, order.limits()).fetch((Source.Http) source, archive);
			return FetchReport.fetched(SourceDocument.of(pinned));
		}
		catch (FetchException ex) {
			String kind = (source instanceof Source.Git) ? "git." : "http.";
			return FetchReport.refused(kind + ex.field(), ex.message());
		}
	}

}
