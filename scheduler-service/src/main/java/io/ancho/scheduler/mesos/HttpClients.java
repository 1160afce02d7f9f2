package io.ancho.scheduler.mesos;

import java.net.http.HttpClient;
import java.time.Duration;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * HTTP clients for masters, and for Marathon.
 */
public final class HttpClients {

	private HttpClients() {
	}

	/**
	 * A client that follows no redirects by itself.
	 * @param ca a PEM file of the only authorities that it trusts, empty for those of
	 * Java
	 * @return the client
	 */
	public static HttpClient trusting(String ca) {
		HttpClient.Builder client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(Duration.ofSeconds(5));
		if (!ca.isEmpty()) {
			PemSslStoreDetails authorities = PemSslStoreDetails.forCertificate("file:" + ca);
			client.sslContext(SslBundle.of(new PemSslStoreBundle(null, authorities)).createSslContext());
		}
		return client.build();
	}

}
