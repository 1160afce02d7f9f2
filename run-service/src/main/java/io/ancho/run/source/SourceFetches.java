package io.ancho.run.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.ancho.run.problem.Problem;
import io.ancho.run.problem.ProblemException;
import io.ancho.run.source.fetch.FetchOrder;
import io.ancho.run.source.fetch.FetchReport;

import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Fetches sources, a few at a time, each by a process of its own.
 */
@Component
public class SourceFetches {

	private static final int PATIENCE_SECONDS = 10;

	private final SourceProperties properties;

	private final FetchOrder.Reach reach;

	private final Semaphore free;

	SourceFetches(SourceProperties properties) {
		this.properties = properties;
		this.reach = reach(properties);
		this.free = new Semaphore(properties.atOnce(), true);
	}

	private static FetchOrder.Reach reach(SourceProperties properties) {
		try {
			return new FetchOrder.Reach(properties.networks(), properties.plainHttp(), properties.ca());
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("ANCHO_SOURCES_NETWORKS or ANCHO_SOURCES_CA: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Fetches a source.
	 * @param source the source
	 * @param maxFiles the most files of a model
	 * @param maxUnpacked the most bytes of a model's files
	 * @return the archive, to be closed
	 * @throws InvalidSourceException if the source does not give an archive
	 * @throws ProblemException if too many others are being fetched
	 */
	public Fetched fetch(Source source, int maxFiles, long maxUnpacked) {
		FetchOrder.Limits limits = new FetchOrder.Limits(this.properties.maxSize().toBytes(), maxFiles, maxUnpacked,
				this.properties.maxRedirects(), this.properties.connectTimeout(), this.properties.timeout());
		try {
			if (!this.free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new ProblemException(Problem.UNAVAILABLE, "other models are being fetched; try again");
			}
			try {
				return fetch(SourceDocument.of(source), limits);
			}
			finally {
				this.free.release();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ProblemException(Problem.UNAVAILABLE, "the service is stopping; try again");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot fetch a source", ex);
		}
	}

	private Fetched fetch(SourceDocument source, FetchOrder.Limits limits) throws IOException, InterruptedException {
		Path folder = Files.createTempDirectory("ancho-source-");
		boolean fetched = false;
		try {
			FetchReport report = FetchProcess.run(new FetchOrder(source, folder.toString(), this.reach, limits));
			if (report.source() == null) {
				throw new InvalidSourceException(String.valueOf(report.field()), String.valueOf(report.message()));
			}
			fetched = true;
			return new Fetched(report.source(), folder.resolve(FetchReport.ARCHIVE), folder);
		}
		finally {
			if (!fetched) {
				FileSystemUtils.deleteRecursively(folder);
			}
		}
	}

}
