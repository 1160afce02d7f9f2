package io.ancho.run.model;

import java.io.IOException;

import io.ancho.run.problem.ProblemException;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

/**
 * Sends normalised archives, gzipped.
 */
@Component
class ArchiveDownloads {

	private final Archives archives;

	ArchiveDownloads(Archives archives) {
		this.archives = archives;
	}

	void send(ModelId id, HttpServletResponse response) throws IOException {
		int pieces = this.archives.pieces(id).orElseThrow(() -> ProblemException.notFound("archive of model " + id));
		response.setContentType("application/gzip");
		this.archives.copy(id, pieces, response.getOutputStream());
	}

}
