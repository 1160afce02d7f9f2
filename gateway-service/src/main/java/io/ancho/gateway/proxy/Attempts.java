package io.ancho.gateway.proxy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange.Request;
import org.springframework.http.HttpMethod;

/**
 * One request of a client, which several instances of a service may be asked in turn: as
 * often as one likes if it only reads or has an {@code Idempotency-Key}, and otherwise
 * only where nothing was done yet.
 */
final class Attempts {

	static final int UNAVAILABLE = 503;

	/** How long an instance may take to begin with its answer if there is another one. */
	private static final Timeout READING = Timeout.ofSeconds(5);

	private static final Timeout WRITING = Timeout.ofSeconds(30);

	/** Bytes. */
	private static final long KEPT = 64 * 1024;

	private final Request request;

	private final boolean reads;

	private final @Nullable HttpEntity body;

	private final boolean keyed;

	private Exception failure = new IOException("it has no leader");

	Attempts(Request request) {
		this.request = request;
		this.reads = HttpMethod.GET.equals(request.getMethod()) || HttpMethod.HEAD.equals(request.getMethod());
		boolean posts = HttpMethod.POST.equals(request.getMethod());
		HttpServletRequest servlet = request.getServerRequest().servletRequest();
		this.keyed = posts && servlet.getHeader("Idempotency-Key") != null;
		this.body = posts ? body(servlet) : null;
	}

	/**
	 * What is small is kept, so that it can be sent again, and so is what has a key,
	 * which is JSON. The client sends the beginning of a body even to whoever refuses it.
	 */
	private HttpEntity body(HttpServletRequest servlet) {
		long length = servlet.getContentLengthLong();
		if (!this.keyed && (length <= 0 || length > KEPT)) {
			return new RequestBody(servlet);
		}
		try {
			return new ByteArrayEntity(servlet.getInputStream().readAllBytes(), null);
		}
		catch (IOException ex) {
			throw new ClientGoneException(ex);
		}
	}

	/** Whether asking again does no harm, nothing having been done yet. */
	boolean mayAskAgain() {
		return !(this.body instanceof RequestBody streamed) || !streamed.isBegun() || streamed.getContentLength() == 0;
	}

	/** Whether asking again does no harm, whatever was done before it failed. */
	boolean mayAskAgainAfter(Exception ex) {
		this.failure = ex;
		return this.reads || this.keyed || ex instanceof ConnectException;
	}

	/** Whether another instance may have a better answer. */
	boolean isAnotherBetter(ClassicHttpResponse answer) {
		return this.reads && answer.getCode() == UNAVAILABLE;
	}

	/** How long to wait for an instance that is not the only hope. */
	Timeout patience(Timeout otherwise) {
		if (this.reads) {
			return READING;
		}
		return this.keyed ? WRITING : otherwise;
	}

	/** Why the last instance that failed did. */
	Exception failure() {
		return this.failure;
	}

	/**
	 * The request to an instance.
	 * @param instance its base URL
	 * @param silence how long it may send nothing
	 * @param several whether it is asked before it is sent the body, since it may refuse
	 * @return the request
	 */
	HttpUriRequestBase translate(URI instance, Timeout silence, boolean several) {
		URI uri = at(instance, Objects.requireNonNull(this.request.getUri()));
		HttpUriRequestBase sent = new HttpUriRequestBase(this.request.getMethod().name(), uri);
		this.request.getHeaders().forEach((name, values) -> values.forEach((value) -> sent.addHeader(name, value)));
		boolean silent = uri.getPath().endsWith("/events");
		sent.setConfig(RequestConfig.custom()
			.setResponseTimeout(silent ? Timeout.DISABLED : silence)
			.setConnectionRequestTimeout(Timeout.ofSeconds(2))
			.setExpectContinueEnabled(several)
			.build());
		if (this.body != null) {
			sent.setEntity(this.body);
		}
		return sent;
	}

	private static URI at(URI instance, URI wanted) {
		String query = (wanted.getRawQuery() != null) ? "?" + wanted.getRawQuery() : "";
		return URI.create(instance.getScheme() + "://" + instance.getRawAuthority() + wanted.getRawPath() + query);
	}

}
