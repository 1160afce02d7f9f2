package io.ancho.run.source.fetch;

import java.io.IOException;
import java.net.Proxy;
import java.net.URISyntaxException;
import java.net.URL;

import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/**
 * Sends JGit's requests through {@link PublicHttp}. JGit follows redirects by itself, one
 * connection for each, so that each is checked here again.
 */
final class GitHttp implements HttpConnectionFactory {

	private final PublicHttp http;

	private final int maxRedirects;

	private int redirects;

	GitHttp(PublicHttp http, int maxRedirects) {
		this.http = http;
		this.maxRedirects = maxRedirects;
	}

	@Override
	public HttpConnection create(URL url) throws IOException {
		try {
			return new GitHttpConnection(this, url.toURI());
		}
		catch (URISyntaxException ex) {
			throw FetchException.url("leads to what is no address; give the repository's own address");
		}
	}

	@Override
	public HttpConnection create(URL url, Proxy proxy) throws IOException {
		return create(url);
	}

	/**
	 * Sends a request.
	 * @param request the request
	 * @return the answer: a redirect, what only a git server says, or a git server's
	 * refusal of what was wanted of it
	 */
	Answer send(GitHttpConnection request) {
		Answer answer = this.http.send(request.getRequestMethod(), request.uri(), request.headers(), request.body());
		if (request.body() != null && answer.status() != 200) {
			return answer;
		}
		if (answer.orRefused().isRedirect()) {
			checkRedirects();
		}
		else if (!answer.mediaType().startsWith("application/x-git-upload-pack-")) {
			throw FetchException.url("is not a git repository that can be fetched by smart HTTP (" + kind(answer)
					+ "); give the address that 'git clone' takes");
		}
		return answer;
	}

	private void checkRedirects() {
		this.redirects++;
		if (this.redirects > this.maxRedirects) {
			throw FetchException
				.url("redirects more than " + this.maxRedirects + " times; give the address it ends at");
		}
	}

	private static String kind(Answer answer) {
		String type = answer.mediaType();
		if (type.equals("text/html")) {
			return "it is a web page";
		}
		return type.isEmpty() ? "it answers without a media type" : "it answers " + type;
	}

}
