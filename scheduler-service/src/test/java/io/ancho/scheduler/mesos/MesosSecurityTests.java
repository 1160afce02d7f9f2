package io.ancho.scheduler.mesos;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.ancho.scheduler.core.SchedulerEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Masters that ask for credentials, and masters that speak TLS.
 */
class MesosSecurityTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	private final BlockingQueue<SchedulerEvent> events = new LinkedBlockingQueue<>();

	private SchedulerEvent firstEvent(MesosConnection connection) throws InterruptedException {
		connection.start(null, this.events::add);
		SchedulerEvent event = this.events.poll(10, TimeUnit.SECONDS);
		assertThat(event).isNotNull();
		connection.stop();
		return event;
	}

	@Test
	void credentialsGoWithEveryCallAndThePrincipalIsTheFrameworks() throws Exception {
		try (FakeMaster master = new FakeMaster().stream(FakeMaster.subscribed(15))) {
			MesosConnection connection = Connections.to(master.address().toString(), new Credentials("probe", "s3cret"),
					HttpClients.trusting(""));
			assertThat(firstEvent(connection)).isInstanceOf(SchedulerEvent.Subscribed.class);
			assertThat(master.authorizations.take()).isEqualTo("Basic cHJvYmU6czNjcmV0");
			assertThat(master.calls.take().getSubscribe().getFrameworkInfo().getPrincipal()).isEqualTo("probe");
		}
	}

	@Test
	void masterThatDoesNotKnowTheCredentialsIsAskedAgainLater() throws Exception {
		try (FakeMaster master = new FakeMaster().answer(401).stream(FakeMaster.subscribed(15))) {
			MesosConnection connection = Connections.to(master.address().toString());
			connection.start(null, this.events::add);
			assertThat(this.events.poll(10, TimeUnit.SECONDS)).isInstanceOf(SchedulerEvent.Disconnected.class);
			assertThat(this.events.poll(10, TimeUnit.SECONDS)).isInstanceOf(SchedulerEvent.Subscribed.class);
			connection.stop();
		}
	}

	@Test
	void masterWhoseAuthorityIsTrustedIsSpokenToInTls() throws Exception {
		makeCertificate();
		try (FakeMaster master = new FakeMaster(identity()).stream(FakeMaster.subscribed(15))) {
			MesosConnection connection = Connections.to(master.address().toString(), new Credentials("", ""),
					HttpClients.trusting(this.folder.resolve("ca.pem").toString()));
			assertThat(firstEvent(connection)).isInstanceOf(SchedulerEvent.Subscribed.class);
		}
	}

	@Test
	void masterWhoseAuthorityIsNotTrustedIsToldNothing() throws Exception {
		makeCertificate();
		try (FakeMaster master = new FakeMaster(identity()).stream(FakeMaster.subscribed(15))) {
			MesosConnection connection = Connections.to(master.address().toString(), new Credentials("probe", "s3cret"),
					HttpClients.trusting(""));
			assertThat(firstEvent(connection)).isInstanceOf(SchedulerEvent.Disconnected.class);
			assertThat(master.authorizations).isEmpty();
		}
	}

	private void makeCertificate() throws Exception {
		keytool("-genkeypair", "-alias", "master", "-keyalg", "EC", "-dname", "CN=master", "-ext", "san=ip:127.0.0.1",
				"-validity", "2");
		keytool("-exportcert", "-alias", "master", "-rfc", "-file", this.folder.resolve("ca.pem").toString());
	}

	private void keytool(String... arguments) throws Exception {
		ProcessBuilder keytool = new ProcessBuilder(
				Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
		keytool.command().addAll(List.of(arguments));
		keytool.command()
			.addAll(List.of("-storetype", "PKCS12", "-keystore", this.folder.resolve("master.p12").toString(),
					"-storepass", String.valueOf(PASSWORD)));
		keytool.redirectErrorStream(true).redirectOutput(this.folder.resolve("keytool.log").toFile());
		assertThat(keytool.start().waitFor()).isZero();
	}

	private SSLContext identity() throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(this.folder.resolve("master.p12"))) {
			store.load(in, PASSWORD);
		}
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, PASSWORD);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		return context;
	}

}
