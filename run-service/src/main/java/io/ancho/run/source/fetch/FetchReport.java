package io.ancho.run.source.fetch;

import io.ancho.run.source.SourceDocument;
import org.jspecify.annotations.Nullable;

/**
 * What became of an order: either the pinned source, the archive being in the order's
 * folder, or what is wrong.
 *
 * @param source the source as it was pinned
 * @param field the source's field that is wrong, such as {@code git.ref}
 * @param message what is wrong with it, without its name, and what to do
 */
public record FetchReport(@Nullable SourceDocument source, @Nullable String field, @Nullable String message) {

	/** The archive's name in the order's folder. */
	public static final String ARCHIVE = "archive";

	static FetchReport fetched(SourceDocument source) {
		return new FetchReport(source, null, null);
	}

	static FetchReport refused(String field, String message) {
		return new FetchReport(null, field, message);
	}

}
