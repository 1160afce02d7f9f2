package io.ancho.run.source.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

import org.apache.commons.io.input.BoundedInputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NameValuePair;

/**
 * A host's answer. Closing it ends the connection unless the body was read to its end:
 * nobody can make us read on.
 */
final class Answer implements Closeable {

	private final HttpUriRequestBase request;

	private final ClassicHttpResponse response;

	private final URI uri;

	private final long maxBytes;

	Answer(HttpUriRequestBase request, ClassicHttpResponse response, URI uri, long maxBytes) {
		this.request = request;
		this.response = response;
		this.uri = uri;
		this.maxBytes = maxBytes;
	}

	URI uri() {
		return this.uri;
	}

	int status() {
		return this.response.getCode();
	}

	boolean isRedirect() {
		return List.of(301, 302, 303, 307, 308).contains(status());
	}

	/**
	 * Refuses an answer that is neither what was asked for nor a redirect.
	 * @return this
	 * @throws FetchException with what it means and what to do
	 */
	Answer orRefused() {
		if (status() == 200 || isRedirect()) {
			return this;
		}
		String answered = this.uri.getHost() + " answered " + status();
		throw FetchException.url(switch (status()) {
			case 401, 403, 407 -> "is private or asks for a login (" + answered
					+ "); Ancho fetches what is public only: upload an archive instead";
			case 404, 410 ->
				"leads to nothing (" + answered + "); check the address, or upload an archive if it is private";
			default -> answered + "; try again later, or upload an archive";
		});
	}

	List<String> headers(String name) {
		return Arrays.stream(this.response.getHeaders(name)).map(NameValuePair::getValue).toList();
	}

	List<String> headerNames() {
		return Arrays.stream(this.response.getHeaders()).map(NameValuePair::getName).distinct().toList();
	}

	/**
	 * A header's first value.
	 * @param name the header
	 * @return empty if there is none
	 */
	String header(String name) {
		return headers(name).stream().findFirst().orElse("");
	}

	/**
	 * The media type, without parameters.
	 * @return such as {@code text/html}, empty if there is none
	 */
	String mediaType() {
		return header(HttpHeaders.CONTENT_TYPE).split(";", 2)[0].strip();
	}

	/**
	 * The body, of which only so much is read.
	 * @return the bytes as they come
	 * @throws IOException if the host has gone
	 */
	InputStream body() throws IOException {
		HttpEntity entity = this.response.getEntity();
		if (entity == null) {
			return InputStream.nullInputStream();
		}
		if (entity.getContentLength() > this.maxBytes) {
			throw tooLarge();
		}
		return BoundedInputStream.builder()
			.setInputStream(entity.getContent())
			.setPropagateClose(false)
			.setMaxCount(this.maxBytes + 1)
			.setOnMaxCount((max, count) -> {
				throw tooLarge();
			})
			.get();
	}

	private FetchException tooLarge() {
		return FetchException.url("holds more than " + (this.maxBytes >> 20)
				+ " MiB, the most that is fetched; leave data out, or upload an archive of the model alone");
	}

	@Override
	public void close() throws IOException {
		this.request.abort();
		this.response.close();
	}

}
