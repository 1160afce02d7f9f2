package io.ancho.stats.provenance;

import io.ancho.events.Json;
import io.ancho.stats.runs.Runs;

import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ProvenanceController {

	private final Runs runs;

	private final Provenances provenances;

	ProvenanceController(Runs runs, Provenances provenances) {
		this.runs = runs;
		this.provenances = provenances;
	}

	@GetMapping(path = "/api/v1/runs/{id}/provenance", produces = MediaType.APPLICATION_JSON_VALUE)
	byte[] provenance(@PathVariable String id, @AuthenticationPrincipal Jwt user) {
		return Json.mapper().writeValueAsBytes(this.provenances.of(this.runs.get(id, user), Runs.keyspace(user)));
	}

}
