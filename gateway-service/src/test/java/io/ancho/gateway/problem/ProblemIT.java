package io.ancho.gateway.problem;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.ancho.gateway.testing.GatewayExtension;
import io.ancho.gateway.testing.TestGateway;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that no HTTP client would send.
 */
@ExtendWith(GatewayExtension.class)
class ProblemIT {

	private final TestGateway gateway;

	ProblemIT(TestGateway gateway) {
		this.gateway = gateway;
	}

	@ParameterizedTest
	@CsvSource({ "GET /api/v1/runs/a{b} HTTP/1.1, 400", "GET /api/v1/runs/%zz HTTP/1.1, 400",
			"GET /api/v1/runs/a%2Fb HTTP/1.1, 400", "GET //api HTTP/1.1, 400", "GET /a/../../b HTTP/1.1, 400",
			"GET /a;b=c HTTP/1.1, 400", "GET /api/v1/runs?x=%zz HTTP/1.1, 400", "TRACE / HTTP/1.1, 405",
			"BREW /api/v1/runs HTTP/1.1, 405", "BREW /api/v1/tokens HTTP/1.1, 405", "GET / HTTP/9.9, 505",
			"nonsense, 400" })
	void areAnsweredWithProblemDetails(String line, int status) throws Exception {
		String answer = exchange(line + "\r\nHost: localhost\r\nAuthorization: Bearer " + TestGateway.TOKEN + "\r\n");
		assertThat(answer).startsWith("HTTP/1.1 " + status)
			.contains("Content-Type: application/problem+json", "\"type\":\"urn:ancho:problem:", "\"status\":" + status)
			.doesNotContain("<html", "Exception", "Tomcat");
	}

	@ParameterizedTest
	@CsvSource({ "Host: a b", "Content-Length: many", "Transfer-Encoding: nonsense" })
	void badHeadersAreAnsweredWithProblemDetails(String header) throws Exception {
		String host = header.startsWith("Host") ? "" : "Host: localhost\r\n";
		String answer = exchange("GET / HTTP/1.1\r\n" + host + header + "\r\n");
		assertThat(answer).containsPattern("^HTTP/1.1 (400|501)")
			.contains("Content-Type: application/problem+json")
			.doesNotContain("<html", "Exception", "Tomcat");
	}

	private String exchange(String head) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.gateway.port())) {
			socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
