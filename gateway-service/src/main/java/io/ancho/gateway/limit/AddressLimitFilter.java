package io.ancho.gateway.limit;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

import io.ancho.gateway.problem.Problem;
import io.ancho.gateway.problem.ProblemDocument;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits how many requests are under way at once: all of a {@link Lane}, and of those for
 * the API all from one address. Comes before everything else, so that whoever is refused
 * costs nothing.
 */
class AddressLimitFilter extends OncePerRequestFilter {

	private final Map<Lane, Semaphore> lanes = new EnumMap<>(Lane.class);

	private final Places addresses;

	AddressLimitFilter(LimitProperties limits) {
		for (Lane lane : Lane.values()) {
			this.lanes.put(lane, new Semaphore(lane.places()));
		}
		this.addresses = new Places(limits.requestsPerAddress());
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Lane lane = Lane.of(request);
		Semaphore places = this.lanes.get(lane);
		if (places == null || !places.tryAcquire()) {
			refuse(Problem.UNAVAILABLE, "all that Ancho can do at once is under way: try again shortly", request,
					response);
			return;
		}
		try {
			if (lane == Lane.REQUEST) {
				admit(request, response, chain);
			}
			else {
				chain.doFilter(request, response);
			}
		}
		finally {
			places.release();
		}
	}

	private void admit(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String address = request.getRemoteAddr();
		if (!this.addresses.take(address)) {
			refuse(Problem.TOO_MANY_REQUESTS,
					"at most " + this.addresses.most()
							+ " requests from one address may be under way at once: try again when one is answered",
					request, response);
			return;
		}
		try {
			chain.doFilter(request, response);
		}
		finally {
			this.addresses.free(address);
		}
	}

	private static void refuse(Problem problem, String detail, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		response.setHeader(HttpHeaders.RETRY_AFTER, "1");
		ProblemDocument.of(problem, detail).writeTo(request, response);
	}

}
