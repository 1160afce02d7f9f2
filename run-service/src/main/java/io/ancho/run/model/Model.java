package io.ancho.run.model;

import java.time.Instant;

import io.ancho.run.source.SourceDocument;
import org.jspecify.annotations.Nullable;

/**
 * A user's model.
 *
 * @param id its id
 * @param name its name, for people
 * @param entrypoint {@code module:function}
 * @param requirements whether it has a {@code pip-requirements.txt}
 * @param sizeBytes bytes of its normalised archive, not compressed
 * @param createdAt when this user added it first
 * @param source where it came from then, null if it was uploaded
 */
public record Model(ModelId id, String name, String entrypoint, boolean requirements, long sizeBytes, Instant createdAt,
		@Nullable SourceDocument source) {
}
