package io.ancho.run.source.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.ancho.run.TestArchives;
import io.ancho.run.TestSite;
import io.ancho.run.source.Source;
import io.ancho.run.source.SourceDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HttpFetchTests {

	private static final byte[] MODEL = TestArchives.model();

	private static final String PASSWORD = "changeit";

	private final TestSite site = new TestSite().file("/model.zip", "application/zip", MODEL);

	@TempDir
	private Path folder = Path.of("unset");

	@AfterEach
	void close() {
		this.site.close();
	}

	private static String digest(byte[] bytes) throws Exception {
		return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
	}

	private FetchReport fetch(String url) throws IOException {
		return fetch(url, null);
	}

	private FetchReport fetch(String url, @Nullable String sha256) throws IOException {
		return Orders.fetch(new Source.Http(url, sha256), this.folder);
	}

	private void assertRefused(String url, String message) throws IOException {
		FetchReport report = fetch(url);
		assertThat(report.source()).isNull();
		assertThat(report.field()).isEqualTo("http.url");
		assertThat(report.message()).contains(message);
	}

	@Test
	void anArchiveIsFetchedAndItsDigestTold() throws Exception {
		FetchReport report = fetch(this.site.url("/model.zip"));
		assertThat(report.source())
			.isEqualTo(SourceDocument.of(new Source.Http(this.site.url("/model.zip"), digest(MODEL))));
		assertThat(Files.readAllBytes(this.folder.resolve(FetchReport.ARCHIVE))).isEqualTo(MODEL);
	}

	@Test
	void aDigestThatIsNotTheArchivesIsShownBesideIt() throws Exception {
		assertThat(fetch(this.site.url("/model.zip"), digest(MODEL)).source()).isNotNull();
		FetchReport report = fetch(this.site.url("/model.zip"), "0".repeat(64));
		assertThat(report.field()).isEqualTo("http.sha256");
		assertThat(report.message()).contains("0".repeat(64), digest(MODEL));
	}

	@Test
	void redirectsAreFollowedSoFar() throws IOException {
		this.site.redirect("/a", "/b").redirect("/b", this.site.url("/c")).redirect("/c", "model.zip");
		assertThat(fetch(this.site.url("/a")).message()).isNull();
		this.site.redirect("/loop", "/loop");
		assertRefused(this.site.url("/loop"), "redirects more than 3 times");
		assertThat(this.site.requests()).filteredOn("/loop"::equals).hasSize(4);
	}

	@ParameterizedTest
	@CsvSource({ "file:///etc/passwd, not https", "ftp://127.0.0.1/x, not https",
			"http://user:secret@127.0.0.1/x, credentials", "http:///x, without a host", "'http://a b', no address" })
	void aRedirectLeadsNowhereElse(String location, String message) throws IOException {
		this.site.redirect("/away", location);
		assertRefused(this.site.url("/away"), message);
	}

	@Test
	void aRedirectInwardsIsRefused() throws IOException {
		this.site.redirect("/inwards", "http://inside.example:" + this.site.port() + "/model.zip");
		String url = "http://outside.example:" + this.site.port() + "/inwards";
		FetchReport report = Orders.fetch(new Source.Http(url, null), this.folder, new Orders.Names());
		assertThat(report.message()).contains("inside.example at 127.0.0.2", "not of the public internet");
		assertThat(this.site.requests()).containsExactly("/inwards");
	}

	@Test
	void aHostWithOneAddressInsideIsRefused() throws IOException {
		String url = "http://both.example:" + this.site.port() + "/model.zip";
		FetchReport report = Orders.fetch(new Source.Http(url, null), this.folder, new Orders.Names());
		assertThat(report.message()).contains("10.0.0.1");
		assertThat(this.site.requests()).isEmpty();
	}

	@Test
	void aNameServerThatAnswersDifferentlyTheSecondTimeIsNotAskedTwice() throws IOException {
		String host = "http://rebinding.example:" + this.site.port();
		this.site.redirect("/again", host + "/model.zip");
		Orders.Names names = new Orders.Names();
		assertThat(Orders.fetch(new Source.Http(host + "/again", null), this.folder, names).message()).isNull();
		assertThat(names.asked).containsExactly("rebinding.example");
		assertThat(this.site.requests()).containsExactly("/again", "/model.zip");
	}

	@ParameterizedTest
	@CsvSource({ "401, is private or asks for a login", "403, is private or asks for a login", "404, leads to nothing",
			"410, leads to nothing", "500, answered 500", "206, answered 206" })
	void aStatusIsPutIntoWords(int status, String message) throws IOException {
		this.site.status("/status", status);
		assertRefused(this.site.url("/status"), message);
	}

	@Test
	void aWebPageIsNoArchive() throws IOException {
		this.site.file("/page", "text/html; charset=utf-8", "<html>".getBytes(StandardCharsets.UTF_8));
		assertRefused(this.site.url("/page"), "is a web page, not an archive");
	}

	@Test
	void anArchiveThatIsTooLargeIsRefusedWhetherItSaysSoOrNot() throws IOException {
		byte[] large = new byte[(int) Orders.LIMITS.maxBytes() + 1];
		this.site.file("/said", "application/zip", large).at("/unsaid", (exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			for (int i = 0; i < 1000; i++) {
				exchange.getResponseBody().write(large);
			}
		});
		assertRefused(this.site.url("/said"), "holds more than 1 MiB");
		assertRefused(this.site.url("/unsaid"), "holds more than 1 MiB");
		this.site.file("/just", "application/zip", new byte[large.length - 1]);
		assertThat(fetch(this.site.url("/just")).message()).isNull();
	}

	@Test
	void aHostThatFallsSilentIsGivenUp() throws IOException {
		CountDownLatch over = new CountDownLatch(1);
		this.site.at("/silent", (exchange) -> {
			exchange.sendResponseHeaders(200, 100);
			exchange.getResponseBody().write(1);
			exchange.getResponseBody().flush();
			await(over);
		});
		assertRefused(this.site.url("/silent"), "127.0.0.1 was silent for 2 s");
		over.countDown();
	}

	private static void await(CountDownLatch over) {
		try {
			over.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void anAnswerThatIsCutIsRefused() throws IOException {
		this.site.at("/cut", (exchange) -> {
			exchange.sendResponseHeaders(200, 100);
			exchange.getResponseBody().write(1);
		});
		assertRefused(this.site.url("/cut"), "reading from 127.0.0.1 failed");
	}

	@Test
	void whoCannotBeReachedIsNamed() throws IOException {
		int free;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			free = socket.getLocalPort();
		}
		assertRefused("http://127.0.0.1:" + free + "/x", "127.0.0.1 cannot be connected to");
		assertRefused("http://no-such-host.invalid/x", "there is no host no-such-host.invalid");
	}

	@Test
	void onlyAHostThatCanBeTrustedIsAsked() throws Exception {
		Path keys = selfSigned();
		HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
		server.createContext("/model.zip", (exchange) -> {
			exchange.sendResponseHeaders(200, MODEL.length);
			exchange.getResponseBody().write(MODEL);
			exchange.close();
		});
		server.start();
		String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/model.zip";
		assertRefused(url, "127.0.0.1 does not offer a secure connection that can be trusted");
		FetchOrder.Reach reach = new FetchOrder.Reach(List.of("127.0.0.1/32"), false, certificate(keys).toString());
		assertThat(Orders.fetch(new Source.Http(url, null), this.folder, reach).message()).isNull();
		assertThat(this.folder.resolve(FetchReport.ARCHIVE)).hasBinaryContent(MODEL);
		server.stop(0);
	}

	private Path selfSigned() throws Exception {
		Path keys = this.folder.resolve("keys");
		keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1", "-keystore",
				keys.toString(), "-storepass", PASSWORD);
		return keys;
	}

	private Path certificate(Path keys) throws Exception {
		Path certificate = this.folder.resolve("certificate.pem");
		keytool("-exportcert", "-rfc", "-keystore", keys.toString(), "-storepass", PASSWORD, "-file",
				certificate.toString());
		return certificate;
	}

	private static void keytool(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
		command.addAll(List.of(arguments));
		assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
	}

	private static SSLContext context(Path file) throws Exception {
		KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		return context;
	}

}
