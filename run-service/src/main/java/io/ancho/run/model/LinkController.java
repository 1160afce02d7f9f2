package io.ancho.run.model;

import java.io.IOException;

import io.ancho.run.lifecycle.RunId;
import io.ancho.run.lifecycle.Runs;
import io.ancho.run.problem.ProblemException;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Gives a model's archive to whoever has a link of a run that is not over.
 */
@RestController
class LinkController {

	private final ModelLinks links;

	private final Runs runs;

	private final ArchiveDownloads downloads;

	LinkController(ModelLinks links, Runs runs, ArchiveDownloads downloads) {
		this.links = links;
		this.runs = runs;
		this.downloads = downloads;
	}

	@GetMapping("/internal/models/{hex}/archive")
	void archive(@PathVariable String hex, @RequestParam String run, @RequestParam long expires,
			@RequestParam String signature, HttpServletResponse response) throws IOException {
		String id = "sha256:" + hex;
		if (!ModelId.isValid(id) || !this.links.isValid(new ModelId(id), run, expires, signature) || isOver(run)) {
			throw ProblemException.notFound("archive under this link");
		}
		this.downloads.send(new ModelId(id), response);
	}

	private boolean isOver(String run) {
		return RunId.parse(run).flatMap(this.runs::find).filter((stored) -> !stored.run().state().isOver()).isEmpty();
	}

}
