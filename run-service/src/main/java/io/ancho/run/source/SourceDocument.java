package io.ancho.run.source;

import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A source as JSON, {@code {"git": {…}}} or {@code {"http": {…}}}: in the API, in the
 * store, and between the service and the process that fetches.
 *
 * @param git set for a git repository
 * @param http set for an archive at an address
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceDocument(Source.@Nullable Git git, Source.@Nullable Http http) {

	private static final JsonMapper mapper = new JsonMapper();

	/**
	 * The document of a source.
	 * @param source the source
	 * @return the document
	 */
	public static SourceDocument of(Source source) {
		if (source instanceof Source.Git git) {
			return new SourceDocument(git, null);
		}
		return new SourceDocument(null, (Source.Http) source);
	}

	/**
	 * The source of a document.
	 * @return the one that is set
	 */
	public Source source() {
		return (this.git != null) ? this.git : Objects.requireNonNull(this.http);
	}

	/**
	 * Reads what {@link #write} wrote.
	 * @param json the text
	 * @return the document
	 */
	public static SourceDocument read(String json) {
		return mapper.readValue(json, SourceDocument.class);
	}

	/**
	 * This document as text.
	 * @return JSON
	 */
	public String write() {
		return mapper.writeValueAsString(this);
	}

}
