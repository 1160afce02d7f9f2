package io.ancho.run.model;

import java.time.Instant;

import io.ancho.run.source.SourceDocument;
import org.jspecify.annotations.Nullable;

/**
 * A model as the API shows it.
 *
 * @param id {@code sha256:…}
 * @param name its name
 * @param entrypoint {@code module:function}
 * @param requirements whether it has a {@code pip-requirements.txt}
 * @param sizeBytes bytes of its normalised archive
 * @param createdAt when it was added first
 * @param source where it came from then, null if it was uploaded
 */
record ModelDocument(String id, String name, String entrypoint, boolean requirements, long sizeBytes, Instant createdAt,
		@Nullable SourceDocument source) {

	static ModelDocument of(Model model) {
		return new ModelDocument(model.id().value(), model.name(), model.entrypoint(), model.requirements(),
				model.sizeBytes(), model.createdAt(), model.source());
	}

}
