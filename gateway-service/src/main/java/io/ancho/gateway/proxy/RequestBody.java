package io.ancho.gateway.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * The body of a request on its way to a service: read from the client as fast as the
 * service takes it. It has no content type of its own; that is among the headers.
 */
class RequestBody extends AbstractHttpEntity {

	private static final int BUFFER = 16 * 1024;

	private final HttpServletRequest request;

	private boolean begun;

	RequestBody(HttpServletRequest request) {
		super((String) null, null);
		this.request = request;
	}

	@Override
	public void writeTo(OutputStream out) throws IOException {
		this.begun = true;
		InputStream in = this.request.getInputStream();
		byte[] buffer = new byte[BUFFER];
		for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
			out.write(buffer, 0, read);
		}
	}

	/** Whether any of it was sent, and so cannot be sent again. */
	boolean isBegun() {
		return this.begun;
	}

	private static int read(InputStream in, byte[] buffer) {
		try {
			return in.read(buffer);
		}
		catch (IOException ex) {
			throw new ClientGoneException(ex);
		}
	}

	/** The length that the client announced, or -1 if it did not. */
	@Override
	public long getContentLength() {
		String length = this.request.getHeader("Content-Length");
		boolean chunked = this.request.getHeader("Transfer-Encoding") != null;
		return (length == null && !chunked) ? 0 : this.request.getContentLengthLong();
	}

	@Override
	public InputStream getContent() throws IOException {
		return this.request.getInputStream();
	}

	@Override
	public boolean isStreaming() {
		return true;
	}

	@Override
	public void close() {
		// The container closes the request's body.
	}

}
