package io.ancho.run.source.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * One request of JGit's. What JGit asks for is small and kept in memory; the answer is
 * read as it comes. Time limits and trust are not JGit's to set.
 */
final class GitHttpConnection implements HttpConnection {

	private final GitHttp http;

	private final URI uri;

	private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private String method = "GET";

	private @Nullable ByteArrayOutputStream body;

	private @Nullable Answer answer;

	GitHttpConnection(GitHttp http, URI uri) {
		this.http = http;
		this.uri = uri;
	}

	URI uri() {
		return this.uri;
	}

	Map<String, String> headers() {
		return this.headers;
	}

	byte @Nullable [] body() {
		return (this.body != null) ? this.body.toByteArray() : null;
	}

	private Answer answer() {
		if (this.answer == null) {
			this.answer = this.http.send(this);
		}
		return this.answer;
	}

	@Override
	public void connect() {
		answer();
	}

	@Override
	public int getResponseCode() {
		return answer().status();
	}

	@Override
	public String getResponseMessage() {
		return String.valueOf(answer().status());
	}

	@Override
	public InputStream getInputStream() throws IOException {
		return answer().body();
	}

	@Override
	public OutputStream getOutputStream() {
		if (this.body == null) {
			this.body = new ByteArrayOutputStream();
		}
		return this.body;
	}

	@Override
	public URL getURL() {
		try {
			return this.uri.toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException("it came as a URL", ex);
		}
	}

	@Override
	public Map<String, List<String>> getHeaderFields() {
		return answer().headerNames().stream().collect(Collectors.toMap(Function.identity(), answer()::headers));
	}

	@Override
	public List<String> getHeaderFields(String name) {
		return answer().headers(name);
	}

	@Override
	public @Nullable String getHeaderField(String name) {
		return answer().headers(name).stream().findFirst().orElse(null);
	}

	@Override
	public String getContentType() {
		return answer().mediaType();
	}

	@Override
	public int getContentLength() {
		return -1;
	}

	@Override
	public void setRequestProperty(String key, String value) {
		this.headers.put(key, value);
	}

	@Override
	public void setRequestMethod(String method) {
		this.method = method;
	}

	@Override
	public String getRequestMethod() {
		return this.method;
	}

	@Override
	public boolean usingProxy() {
		return false;
	}

	@Override
	public void setUseCaches(boolean useCaches) {
	}

	@Override
	public void setConnectTimeout(int timeout) {
	}

	@Override
	public void setReadTimeout(int timeout) {
	}

	@Override
	public void setInstanceFollowRedirects(boolean followRedirects) {
	}

	@Override
	public void setDoOutput(boolean doOutput) {
	}

	@Override
	public void setFixedLengthStreamingMode(int contentLength) {
	}

	@Override
	public void setChunkedStreamingMode(int chunkLength) {
	}

	@Override
	public void configure(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
		throw new UnsupportedOperationException("trust is not for JGit to change");
	}

	@Override
	public void setHostnameVerifier(HostnameVerifier verifier) {
		throw new UnsupportedOperationException("trust is not for JGit to change");
	}

}
