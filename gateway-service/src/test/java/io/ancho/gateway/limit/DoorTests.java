package io.ancho.gateway.limit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.ancho.gateway.problem.Problem;
import io.ancho.gateway.problem.ProblemDocument;
import io.ancho.gateway.problem.ProblemException;
import io.ancho.gateway.problem.ProblemReportValve;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.core.StandardHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The door with nothing behind it: real sockets, more than there are places, that send a
 * byte now and then.
 */
class DoorTests {

	private static final int SOCKETS = 110;

	private static final Duration SOON = Duration.ofSeconds(5);

	private static final String KNOWN = "Authorization: Bearer x\r\n";

	private final HttpClient http = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context = new SpringApplicationBuilder(Room.class).run(
			"--server.port=0", "--ancho.limits.patience=2s", "--ancho.limits.head=2s",
			"--server.tomcat.threads.max=100");

	private final int port = Integer.parseInt(this.context.getEnvironment().getRequiredProperty("local.server.port"));

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void bodiesThatAreRefusedHoldNobodyUp() throws Exception {
		try (SlowClients slow = new SlowClients(SOCKETS, this.port, post("/api/v1/runs", ""))) {
			assertHealthAnswers();
			assertThat(slow.answers()).containsOnly("HTTP/1.1 401 ");
			assertThat(send(request("/api/v1/runs")).statusCode()).isEqualTo(401);
		}
	}

	@Test
	void bodiesOfOneAddressLeaveHealthAloneAndMustKeepPace() throws Exception {
		try (SlowClients slow = new SlowClients(SOCKETS, this.port, post("/api/v1/runs", KNOWN))) {
			assertHealthAnswers();
			assertThat(slow.answers()).contains("HTTP/1.1 429 ", "HTTP/1.1 408 ")
				.containsOnly("HTTP/1.1 429 ", "HTTP/1.1 408 ");
			HttpResponse<String> after = send(
					request("/api/v1/runs").header("Authorization", "x").POST(BodyPublishers.ofString("{}")));
			assertThat(after.statusCode()).isEqualTo(200);
		}
	}

	@Test
	void headsMustCome() throws Exception {
		try (SlowClients slow = new SlowClients(SOCKETS, this.port, "GET /api/v1/runs HTTP/1.1\r\nHost: x\r\nX: ")) {
			assertHealthAnswers();
			assertThat(slow.answers()).containsOnly("");
		}
	}

	@Test
	void theConnectionOfARefusedBodyIsClosedAndThatOfAnIdleClientIsNot() throws Exception {
		HttpResponse<String> refused = send(request("/api/v1/runs").POST(BodyPublishers.ofByteArray(new byte[100])));
		assertThat(refused.statusCode()).isEqualTo(401);
		assertThat(refused.headers().firstValue("Connection")).hasValue("close");
		assertThat(send(request("/api/v1/runs")).headers().firstValue("Connection")).isEmpty();
	}

	@Test
	void aBigBodyThatIsRefusedDoesNotKeepTheClientFromReadingWhy() throws Exception {
		HttpResponse<String> refused = send(
				request("/api/v1/runs").POST(BodyPublishers.ofByteArray(new byte[8 * 1024 * 1024])));
		assertThat(refused.statusCode()).isEqualTo(413);
		assertThat(refused.body()).contains("urn:ancho:problem:too-large");
	}

	@Test
	void aLengthThatIsNoneIsAProblemToo() throws Exception {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			String head = "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\nConnection: close\r\n\r\n";
			socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.startsWith("HTTP/1.1 400")
				.contains("application/problem+json");
		}
	}

	private void assertHealthAnswers() throws Exception {
		assertThat(send(request("/actuator/health").timeout(SOON)).statusCode()).isEqualTo(200);
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
	}

	private static String post(String path, String header) {
		return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n"
				+ header + "\r\n{";
	}

	/**
	 * What is behind the door: refuses who has no token, and reads the others' bodies.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(TomcatServletWebServerAutoConfiguration.class)
	@EnableConfigurationProperties(LimitProperties.class)
	@Import(LimitConfiguration.class)
	static class Room {

		@Bean
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports() {
			return (factory) -> factory.addContextCustomizers((context) -> {
				if (context.getParent() instanceof StandardHost host) {
					host.setErrorReportValveClass(ProblemReportValve.class.getName());
				}
			});
		}

		@Bean
		ServletRegistrationBean<HttpServlet> room() {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
					if (request.getRequestURI().startsWith("/api/") && request.getHeader("Authorization") == null) {
						ProblemDocument.of(Problem.UNAUTHENTICATED, "no token").writeTo(request, response);
						return;
					}
					try {
						request.getInputStream().transferTo(OutputStream.nullOutputStream());
					}
					catch (ProblemException ex) {
						ex.document().writeTo(request, response);
					}
				}

			}, "/");
		}

	}

}
