package io.ancho.gateway.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EventStreamTests {

	private final ByteArrayOutputStream client = new ByteArrayOutputStream();

	private final AtomicInteger gone = new AtomicInteger();

	private final EventStream stream = new EventStream(this.client, this.gone::incrementAndGet);

	@Test
	void aBeatWritesACommentOnlyAfterSilence() {
		write("data: 1\n\n");
		this.stream.beat();
		assertThat(sent()).isEqualTo("data: 1\n\n");
		this.stream.beat();
		assertThat(sent()).isEqualTo("data: 1\n\n:\n\n");
	}

	@Test
	void aBeatNeverTearsAnEvent() {
		write("data: 1\n");
		this.stream.beat();
		this.stream.beat();
		write("\n");
		assertThat(sent()).isEqualTo("data: 1\n\n");
		this.stream.beat();
		this.stream.beat();
		assertThat(sent()).isEqualTo("data: 1\n\n:\n\n");
	}

	@Test
	void aBeatFindsOutThatTheClientIsGone() {
		EventStream broken = new EventStream(new Broken(), this.gone::incrementAndGet);
		broken.beat();
		assertThat(this.gone).hasValue(1);
	}

	@Test
	void nothingIsWrittenAfterTheEnd() {
		this.stream.close();
		this.stream.beat();
		assertThat(sent()).isEmpty();
	}

	@Test
	void writingToAClientThatIsGoneSaysSo() {
		EventStream broken = new EventStream(new Broken(), this.gone::incrementAndGet);
		assertThatExceptionOfType(ClientGoneException.class).isThrownBy(() -> broken.write(new byte[1], 1));
	}

	private void write(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		this.stream.write(bytes, bytes.length);
	}

	private String sent() {
		return this.client.toString(StandardCharsets.UTF_8);
	}

	private static final class Broken extends OutputStream {

		@Override
		public void write(int b) throws IOException {
			throw new IOException("broken pipe");
		}

	}

}
