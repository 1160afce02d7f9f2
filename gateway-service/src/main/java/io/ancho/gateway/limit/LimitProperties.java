package io.ancho.gateway.limit;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much may come in, how slowly, and how many at once.
 *
 * @param upload the largest body of a multipart request, which only an upload of a model
 * is
 * @param body the largest body of any other request
 * @param rate how many bytes of a body must come in a second, once {@code patience} was
 * spent waiting for it
 * @param patience how long a body may take whatever its rate
 * @param requestsPerUser how many requests of a user may be under way at once, event
 * streams not among them
 * @param streamsPerUser how many event streams a user may have open at once
 * @param requestsPerAddress how many requests from one address may be under way at once;
 * behind a proxy that is everybody
 * @param head how long the head of a request may take from its first byte on
 * @param connectionsPerAddress how many connections one address may have once there are
 * many; behind a proxy that is everybody
 */
@ConfigurationProperties("ancho.limits")
record LimitProperties(@DefaultValue("64MB") DataSize upload, @DefaultValue("1MB") DataSize body,
		@DefaultValue("1KB") DataSize rate, @DefaultValue("10s") Duration patience,
		@DefaultValue("48") int requestsPerUser, @DefaultValue("16") int streamsPerUser,
		@DefaultValue("80") int requestsPerAddress, @DefaultValue("20s") Duration head,
		@DefaultValue("1000") int connectionsPerAddress) {

}
