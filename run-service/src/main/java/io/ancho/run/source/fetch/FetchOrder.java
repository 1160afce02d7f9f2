package io.ancho.run.source.fetch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.ancho.run.source.SourceDocument;

/**
 * What a process is to fetch.
 *
 * @param source the source, not pinned yet
 * @param folder an empty folder: the archive and whatever is needed on the way go there
 * @param reach whom it may ask
 * @param limits how far it may go
 */
public record FetchOrder(SourceDocument source, String folder, Reach reach, Limits limits) {

	/**
	 * Whom a fetch may ask.
	 *
	 * @param networks networks that may be asked besides the public internet, such as
	 * {@code 10.1.0.0/16}
	 * @param plainHttp whether http is allowed too
	 * @param ca a PEM file of the only authorities that hosts' certificates may come
	 * from; empty for those of Java
	 * @throws IllegalArgumentException if a network is none, or there is no such file
	 */
	public record Reach(List<String> networks, boolean plainHttp, String ca) {

		public Reach {
			networks = List.copyOf(networks);
			networks.forEach(Network::parse);
			if (!ca.isEmpty() && !Files.isReadable(Path.of(ca))) {
				throw new IllegalArgumentException("there is no file to read at " + ca);
			}
		}

	}

	/**
	 * How far a fetch may go.
	 *
	 * @param maxBytes the most bytes of one answer
	 * @param maxFiles the most files of a repository's folder
	 * @param maxUnpacked the most bytes of a repository's folder
	 * @param maxRedirects how many redirects are followed
	 * @param connectTimeout how long a host may take to accept a connection, and be
	 * silent
	 * @param timeout how long the process may live
	 */
	public record Limits(long maxBytes, int maxFiles, long maxUnpacked, int maxRedirects, Duration connectTimeout,
			Duration timeout) {

	}

}
