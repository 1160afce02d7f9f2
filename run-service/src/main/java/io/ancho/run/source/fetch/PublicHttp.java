package io.ancho.run.source.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;

import javax.net.ssl.SSLException;

import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * HTTP with public hosts only, one request at a time: https, pinned addresses, no
 * redirects followed by itself, no cookies, no credentials, nothing tried twice.
 */
final class PublicHttp implements Closeable {

	private static final String REMEDY = "; check the address, or upload an archive";

	private final CloseableHttpClient client;

	private final boolean plain;

	private final FetchOrder.Limits limits;

	PublicHttp(PublicAddresses addresses, FetchOrder.Reach reach, FetchOrder.Limits limits) {
		this.plain = reach.plainHttp();
		this.limits = limits;
		Timeout silence = Timeout.of(limits.connectTimeout());
		this.client = HttpClients.custom()
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
				.setDnsResolver(addresses)
				.setTlsSocketStrategy(trusting(reach.ca()))
				.setDefaultConnectionConfig(
						ConnectionConfig.custom().setConnectTimeout(silence).setSocketTimeout(silence).build())
				.build())
			.setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(silence).build())
			.disableAutomaticRetries()
			.disableRedirectHandling()
			.disableCookieManagement()
			.disableAuthCaching()
			.disableContentCompression()
			.setUserAgent("ancho")
			.build();
	}

	private static DefaultClientTlsStrategy trusting(String ca) {
		if (ca.isEmpty()) {
			return DefaultClientTlsStrategy.createDefault();
		}
		PemSslStoreDetails authorities = PemSslStoreDetails.forCertificate("file:" + ca);
		return new DefaultClientTlsStrategy(SslBundle.of(new PemSslStoreBundle(null, authorities)).createSslContext());
	}

	/**
	 * Sends a request.
	 * @param method the method
	 * @param uri where to
	 * @param headers the request's headers
	 * @param body the request's body, or null for none
	 * @return the answer, whatever its status, to be closed
	 * @throws FetchException if the address may not be asked, or does not answer
	 */
	Answer send(String method, URI uri, Map<String, String> headers, byte @Nullable [] body) {
		check(uri);
		HttpUriRequestBase request = new HttpUriRequestBase(method, uri);
		headers.forEach(request::setHeader);
		if (body != null) {
			request.setEntity(new ByteArrayEntity(body, null));
		}
		try {
			return new Answer(request, this.client.executeOpen(HttpHost.create(uri), request, null), uri,
					this.limits.maxBytes());
		}
		catch (IOException ex) {
			throw unreachable(uri.getHost(), ex);
		}
	}

	private void check(URI uri) {
		String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
		if (!scheme.equals("https") && !(scheme.equals("http") && this.plain)) {
			throw FetchException.url("leads to an address that is not https" + REMEDY);
		}
		if (uri.getHost() == null) {
			throw FetchException.url("leads to an address without a host" + REMEDY);
		}
		if (uri.getUserInfo() != null) {
			throw FetchException.url("leads to an address with credentials, which are never sent" + REMEDY);
		}
	}

	/**
	 * Why a host does not answer.
	 * @param host the host
	 * @param ex what happened
	 * @return the reason in words
	 */
	FetchException unreachable(String host, IOException ex) {
		String patience = this.limits.connectTimeout().toSeconds() + " s";
		if (ex instanceof UnknownHostException) {
			return FetchException.url("there is no host " + host + REMEDY);
		}
		if (ex instanceof ConnectTimeoutException) {
			return FetchException.url(host + " did not answer within " + patience + REMEDY);
		}
		if (ex instanceof SocketTimeoutException) {
			return FetchException.url(host + " was silent for " + patience + "; try again, or upload an archive");
		}
		if (ex instanceof ConnectException) {
			return FetchException.url(host + " cannot be connected to" + REMEDY);
		}
		if (ex instanceof SSLException) {
			return FetchException
				.url(host + " does not offer a secure connection that can be trusted: " + ex.getMessage() + REMEDY);
		}
		if (ex instanceof NoHttpResponseException) {
			return FetchException.url(host + " closed the connection without an answer" + REMEDY);
		}
		return FetchException.url("reading from " + host + " failed: " + ex.getMessage() + REMEDY);
	}

	@Override
	public void close() throws IOException {
		this.client.close();
	}

}
