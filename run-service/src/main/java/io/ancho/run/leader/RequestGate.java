package io.ancho.run.leader;

import java.io.IOException;

import io.ancho.leadership.Leadership;
import io.ancho.run.execution.Execution;
import io.ancho.run.problem.Problem;
import io.ancho.run.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets requests in where the runs that are not over are known, and tells all others that
 * this instance stands by, before their bodies are read: whoever asked can ask the next.
 */
@Component
class RequestGate extends OncePerRequestFilter {

	/** Says that nothing was done, and that another instance may do it. */
	private static final String ROLE = "Ancho-Role";

	private final Execution execution;

	private final Leadership leadership;

	private final JsonMapper mapper;

	RequestGate(Execution execution, Leadership leadership, JsonMapper mapper) {
		this.execution = execution;
		this.leadership = leadership;
		this.mapper = mapper;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		String path = request.getRequestURI();
		boolean model = request.getMethod().equals("GET") && path.startsWith("/api/v1/models");
		return !path.startsWith("/api/") || model;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (this.execution.hasRestored()) {
			chain.doFilter(request, response);
			return;
		}
		response.setHeader(ROLE, "standby");
		response.setHeader("Retry-After", "1");
		Problems.write(response, this.mapper, Problem.STANDBY, this.leadership.leads()
				? "this instance has just begun to lead and is reading the runs that are not over; try again in some seconds"
				: "this instance stands by; ask the one that leads"
						+ this.leadership.leader().map((leader) -> ", " + leader).orElse(""));
	}

}
