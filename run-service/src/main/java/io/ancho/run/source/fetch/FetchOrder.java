package io.ancho.run.source.fetch;

import java.time.Duration;

import io.ancho.run.source.SourceDocument;

/**
 * What a process is to fetch.
 *
 * @param source the source, not pinned yet
 * @param folder an empty folder: the archive and whatever is needed on the way go there
 * @param limits how far it may go
 */
public record FetchOrder(SourceDocument source, String folder, Limits limits) {

	/**
	 * How far a fetch may go.
	 *
	 * @param allowPrivate whether private addresses and plain http are allowed
	 * @param maxBytes the most bytes of one answer
	 * @param maxFiles the most files of a repository's folder
	 * @param maxUnpacked the most bytes of a repository's folder
	 * @param maxRedirects how many redirects are followed
	 * @param connectTimeout how long a host may take to accept a connection, and be
	 * silent
	 * @param timeout how long the process may live
	 */
	public record Limits(boolean allowPrivate, long maxBytes, int maxFiles, long maxUnpacked, int maxRedirects,
			Duration connectTimeout, Duration timeout) {

	}

}
