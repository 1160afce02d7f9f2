package io.ancho.run.model;

import java.time.Instant;

/**
 * A model as the API shows it.
 *
 * @param id {@code sha256:…}
 * @param name its name
 * @param entrypoint {@code module:function}
 * @param requirements whether it has a {@code pip-requirements.txt}
 * @param sizeBytes bytes of its normalised archive
 * @param createdAt when it was uploaded first
 */
record ModelDocument(String id, String name, String entrypoint, boolean requirements, long sizeBytes,
		Instant createdAt) {

	static ModelDocument of(Model model) {
		return new ModelDocument(model.id().value(), model.name(), model.entrypoint(), model.requirements(),
				model.sizeBytes(), model.createdAt());
	}

}
