package io.ancho.gateway.limit;

import java.io.IOException;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * A request whose body may be read as bytes, up to a limit.
 */
class LimitedRequest extends HttpServletRequestWrapper {

	private final DataSize limit;

	private final BodyRate rate;

	private @Nullable ServletInputStream body;

	LimitedRequest(HttpServletRequest request, DataSize limit, BodyRate rate) {
		super(request);
		this.limit = limit;
		this.rate = rate;
	}

	@Override
	public ServletInputStream getInputStream() throws IOException {
		if (this.body == null) {
			this.body = new LimitedInputStream(super.getInputStream(), this.limit, this.rate);
		}
		return this.body;
	}

}
