package io.ancho.gateway.proxy;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The client towards the services. It changes nothing on the way: no redirects followed,
 * no cookies kept, nothing unpacked, nothing tried twice.
 */
@Configuration(proxyBeanMethods = false)
class HttpClientConfiguration {

	/** More than the gateway has threads: no request ever waits for a connection. */
	private static final int MAX_CONNECTIONS = 256;

	/** After so many bytes sent, a look whether there is an answer; a look costs 1 ms. */
	private static final int EARLY_ANSWER_CHECK = 1024 * 1024;

	@Bean
	CloseableHttpClient upstreamClient(UpstreamProperties properties) {
		return HttpClients.custom()
			.setConnectionManager(connections(properties))
			.disableAutomaticRetries()
			.disableRedirectHandling()
			.disableCookieManagement()
			.disableAuthCaching()
			.disableContentCompression()
			.disableDefaultUserAgent()
			.build();
	}

	/**
	 * An idle connection is tried before it is used again, since the service may have
	 * closed it; one whose other end vanished is found by TCP's own probes, which is what
	 * ends an event stream from a machine that is gone. An answer that comes before the
	 * request is sent, such as a refusal, ends the sending.
	 */
	private static PoolingHttpClientConnectionManager connections(UpstreamProperties properties) {
		return PoolingHttpClientConnectionManagerBuilder.create()
			.setMaxConnTotal(MAX_CONNECTIONS)
			.setMaxConnPerRoute(MAX_CONNECTIONS)
			.setDefaultConnectionConfig(ConnectionConfig.custom()
				.setConnectTimeout(Timeout.of(properties.connectTimeout()))
				.setValidateAfterInactivity(TimeValue.ofSeconds(1))
				.build())
			.setDefaultSocketConfig(SocketConfig.custom()
				.setSoKeepAlive(true)
				.setTcpKeepIdle(30)
				.setTcpKeepInterval(10)
				.setTcpKeepCount(3)
				.build())
			.setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
				.responseOutOfOrderStrategy(new MonitoringResponseOutOfOrderStrategy(EARLY_ANSWER_CHECK))
				.build())
			.build();
	}

}
