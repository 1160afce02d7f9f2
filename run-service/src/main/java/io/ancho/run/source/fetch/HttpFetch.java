package io.ancho.run.source.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

import io.ancho.run.source.Source;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Fetches an archive from an address.
 */
final class HttpFetch {

	private static final int BUFFER_BYTES = 32 * 1024;

	private final PublicHttp http;

	private final FetchOrder.Limits limits;

	HttpFetch(PublicHttp http, FetchOrder.Limits limits) {
		this.http = http;
		this.limits = limits;
	}

	/**
	 * Fetches an archive.
	 * @param source where from
	 * @param archive the file to write
	 * @return the source with the digest of what came
	 * @throws IOException if the disk refuses
	 */
	Source.Http fetch(Source.Http source, Path archive) throws IOException {
		String digest = follow(URI.create(source.url()), archive);
		if (source.sha256() != null && !source.sha256().equals(digest)) {
			throw new FetchException("sha256",
					"is " + source.sha256() + ", but the archive's digest is " + digest + "; check which one you want");
		}
		return new Source.Http(source.url(), digest);
	}

	private String follow(URI first, Path archive) throws IOException {
		URI uri = first;
		for (int redirects = 0; redirects <= this.limits.maxRedirects(); redirects++) {
			try (Answer answer = this.http.send("GET", uri, Map.of(), null).orRefused()) {
				if (!answer.isRedirect()) {
					return save(answer, archive);
				}
				uri = target(uri, answer.header(HttpHeaders.LOCATION));
			}
		}
		throw FetchException
			.url("redirects more than " + this.limits.maxRedirects() + " times; give the address it ends at");
	}

	private static URI target(URI uri, String location) {
		try {
			return uri.resolve(location);
		}
		catch (IllegalArgumentException ex) {
			throw FetchException.url("redirects to what is no address; give the archive's own address");
		}
	}

	private String save(Answer answer, Path archive) throws IOException {
		if (answer.mediaType().equals("text/html")) {
			throw FetchException.url("is a web page, not an archive; give the address of the .tar.gz or .zip itself");
		}
		MessageDigest digest = sha256();
		try (InputStream in = answer.body();
				OutputStream out = new DigestOutputStream(Files.newOutputStream(archive), digest)) {
			byte[] buffer = new byte[BUFFER_BYTES];
			for (int n = read(in, buffer, answer); n >= 0; n = read(in, buffer, answer)) {
				out.write(buffer, 0, n);
			}
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	/** What the host does is told from what the disk does. */
	private int read(InputStream in, byte[] buffer, Answer answer) {
		try {
			return in.read(buffer);
		}
		catch (IOException ex) {
			throw this.http.unreachable(answer.uri().getHost(), ex);
		}
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

}
