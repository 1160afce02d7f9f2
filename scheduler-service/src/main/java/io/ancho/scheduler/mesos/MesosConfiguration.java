package io.ancho.scheduler.mesos;

import java.net.http.HttpClient;
import java.time.Duration;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MesosConfiguration {

	@Bean
	Masters masters(MesosProperties properties) {
		return Masters.of(properties);
	}

	@Bean
	Credentials mesosCredentials(MesosProperties properties) {
		return Credentials.of(properties);
	}

	@Bean
	MesosHttp mesosHttp(MesosProperties properties, Masters masters, Credentials credentials) {
		return new MesosHttp(client(properties.ca()), masters, credentials);
	}

	/**
	 * A client for masters.
	 * @param ca a PEM file of the only authorities that it trusts, empty for those of
	 * Java
	 * @return a client that follows no redirects by itself
	 */
	static HttpClient client(String ca) {
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
