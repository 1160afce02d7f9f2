package io.ancho.gateway.proxy;

import java.io.IOException;
import java.io.InputStream;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A service's answer, copied to the client as it comes. If the client goes, the answer is
 * cut off; if the service breaks off, so is the client's connection, so that half an
 * answer never looks like a whole one.
 */
class UpstreamResponse implements ServerResponse, ProxyExchange.Response {

	private static final Logger logger = LoggerFactory.getLogger(UpstreamResponse.class);

	private static final int BUFFER = 16 * 1024;

	private final Upstream upstream;

	private final HttpUriRequestBase request;

	private final ClassicHttpResponse received;

	private final EventStreams eventStreams;

	private final UpstreamErrors errors;

	private final HttpHeaders headers = new HttpHeaders();

	UpstreamResponse(Upstream upstream, HttpUriRequestBase request, ClassicHttpResponse received,
			EventStreams eventStreams, UpstreamErrors errors) {
		this.upstream = upstream;
		this.request = request;
		this.received = received;
		this.eventStreams = eventStreams;
		this.errors = errors;
	}

	/** The headers as they were received. */
	@Override
	public HttpHeaders getHeaders() {
		HttpHeaders all = new HttpHeaders();
		for (Header header : this.received.getHeaders()) {
			all.add(header.getName(), header.getValue());
		}
		return all;
	}

	/** The headers to send. */
	@Override
	public HttpHeaders headers() {
		return this.headers;
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return HttpStatusCode.valueOf(this.received.getCode());
	}

	@Override
	public HttpStatusCode statusCode() {
		return getStatusCode();
	}

	@Override
	public MultiValueMap<String, Cookie> cookies() {
		return new LinkedMultiValueMap<>();
	}

	@Override
	public @Nullable ModelAndView writeTo(HttpServletRequest client, HttpServletResponse response, Context context)
			throws IOException {
		try {
			write(response);
		}
		catch (ClientGoneException ex) {
			logger.debug("The client went away from {}", client.getRequestURI(), ex);
		}
		catch (BrokenOffException ex) {
			if (response.isCommitted()) {
				throw this.errors.brokenOff(this.upstream, ex);
			}
			response.reset();
			throw this.errors.unavailable(this.upstream, ex);
		}
		finally {
			this.request.cancel();
		}
		return null;
	}

	private void write(HttpServletResponse response) throws IOException {
		if (!MediaType.TEXT_EVENT_STREAM.equalsTypeAndSubtype(this.headers.getContentType())) {
			writeHead(response);
			copy(Sink.bulk(response.getOutputStream()));
			return;
		}
		try (EventStream stream = this.eventStreams.open(response.getOutputStream(), this.request::cancel)) {
			writeHead(response);
			response.flushBuffer();
			copy(stream);
		}
	}

	private void writeHead(HttpServletResponse response) {
		response.setStatus(this.received.getCode());
		this.headers.forEach((name, values) -> values.forEach((value) -> response.addHeader(name, value)));
	}

	private void copy(Sink client) throws IOException {
		HttpEntity body = this.received.getEntity();
		if (body == null) {
			return;
		}
		InputStream in = body.getContent();
		byte[] buffer = new byte[BUFFER];
		for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
			client.write(buffer, read);
		}
	}

	private int read(InputStream in, byte[] buffer) throws BrokenOffException {
		try {
			return in.read(buffer);
		}
		catch (IOException ex) {
			if (this.request.isCancelled()) {
				throw new ClientGoneException(ex);
			}
			throw new BrokenOffException(ex);
		}
	}

	/** The service ended the connection before its answer was complete. */
	private static final class BrokenOffException extends IOException {

		BrokenOffException(IOException cause) {
			super(cause);
		}

	}

}
