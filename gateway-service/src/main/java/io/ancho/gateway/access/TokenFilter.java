package io.ancho.gateway.access;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ancho.gateway.audit.AuditDetails;
import io.ancho.gateway.problem.ProblemException;
import io.ancho.gateway.token.Caller;
import io.ancho.gateway.token.TokenChecks;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Recognises the caller by the bearer token (RFC 6750). A request without one goes on as
 * nobody's; one with a wrong token ends here.
 */
class TokenFilter extends OncePerRequestFilter {

	private static final Logger log = LoggerFactory.getLogger(TokenFilter.class);

	private static final Pattern BEARER = Pattern.compile("Bearer +([A-Za-z0-9._~+/-]+=*)", Pattern.CASE_INSENSITIVE);

	private final TokenChecks tokens;

	TokenFilter(TokenChecks tokens) {
		this.tokens = tokens;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
		if (authorization == null || recognise(authorization, request, response)) {
			chain.doFilter(request, response);
		}
	}

	private boolean recognise(String authorization, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		try {
			if (!authorization.strip().toLowerCase(Locale.ROOT).startsWith("bearer")) {
				Refusals.noToken(request, response);
				return false;
			}
			Optional<Caller> caller = caller(authorization);
			if (caller.isEmpty()) {
				Refusals.invalidToken(request, response);
				return false;
			}
			AuditDetails.note(request, "user", caller.get().user());
			AuditDetails.note(request, "credential", caller.get().tokenId());
			SecurityContextHolder.setContext(new SecurityContextImpl(new CallerAuthentication(caller.get())));
			return true;
		}
		catch (ProblemException ex) {
			log.warn("{}", ex.line());
			response.setHeader(HttpHeaders.RETRY_AFTER, "2");
			ex.document().writeTo(request, response);
			return false;
		}
	}

	private Optional<Caller> caller(String authorization) {
		Matcher bearer = BEARER.matcher(authorization.strip());
		return bearer.matches() ? this.tokens.check(bearer.group(1)) : Optional.empty();
	}

}
