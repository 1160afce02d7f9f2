package io.ancho.stats.failures;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.stats.runs.Runs;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a run's model processes printed, in the order in which it was stored.
 */
@RestController
class LogController {

	private static final int PAGE_ROWS = 100;

	private final Runs runs;

	private final CqlSession session;

	LogController(Runs runs, CqlSession session) {
		this.runs = runs;
		this.session = session;
	}

	@GetMapping("/api/v1/runs/{id}/logs")
	void logs(@PathVariable String id, @AuthenticationPrincipal Jwt user, HttpServletResponse response)
			throws IOException {
		this.runs.get(id, user);
		var statement = this.session.prepare("SELECT text FROM " + Runs.keyspace(user) + ".logs WHERE run = ?")
			.bind(id)
			.setPageSize(PAGE_ROWS);
		response.setContentType(MediaType.TEXT_PLAIN_VALUE);
		response.setCharacterEncoding(StandardCharsets.UTF_8);
		Writer writer = response.getWriter();
		for (Row row : this.session.execute(statement)) {
			String text = row.getString(0);
			if (text != null) {
				writer.write(text);
				writer.write(text.endsWith("\n") ? "" : "\n");
			}
		}
		writer.flush();
	}

}
