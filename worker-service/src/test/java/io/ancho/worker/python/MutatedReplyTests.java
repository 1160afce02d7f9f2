package io.ancho.worker.python;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import io.ancho.worker.LoadedModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * Replies that a real runner gave, cut and changed: each is a valid reply, a broken
 * protocol or the end of the stream, soon, and nothing else. ({@code record.py} beside
 * them has written them.)
 */
class MutatedReplyTests {

	private static final int MUTATIONS = 5000;

	private static final Runner.Request ASKED = new Runner.Request(100, 40, Duration.ofSeconds(5),
			Duration.ofSeconds(30));

	private static final List<String> PIECES = List.of("null", "-1", "1e999", "99999999999999999999", "[", "]", "{",
			"}", "\"", ",", ":", "\\ud800", "\\u0000", "\u202e", "{\"a\":", "[[[[[[[[[[", "\"count\":", "true", "0.5",
			"NaN");

	private final ReplyBuffer buffer = new ReplyBuffer();

	@Test
	void theRepliesThemselvesAreValid() throws IOException {
		Runner.Loaded model = read(bytes("load"), Runner.Loaded::of).header();
		Messages.Message<SliceHeader> run = read(bytes("run"), MutatedReplyTests::slice);
		assertThat(model.packages()).containsKey("numpy");
		assertThat(run.header().failures()).isNotEmpty()
			.allMatch((failure) -> failure.message().endsWith("is more than ½"));
		assertThat(run.header().with(model, run.payload(), 1).outputs()).hasSize(2);
		assertThat(read(bytes("hello"), (reply, payload) -> reply).header().ok()).isTrue();
		assertThat(read(bytes("refusal"), (reply, payload) -> reply).header().ok()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "load", "run", "hello", "refusal" })
	void everyMutationIsAReplyOrNone(String name) throws IOException {
		byte[] original = bytes(name);
		Random random = new Random(name.hashCode());
		assertTimeout(Duration.ofSeconds(30), () -> {
			for (int i = 0; i < MUTATIONS; i++) {
				byte[] mutated = original;
				for (int n = random.nextInt(4); n >= 0; n--) {
					mutated = mutated(mutated, random);
				}
				readOrRefuse(random.nextBoolean() ? mutated : withTrueLengths(mutated, original));
			}
		});
	}

	private void readOrRefuse(byte[] bytes) throws IOException {
		try {
			read(bytes, Runner.Loaded::of);
		}
		catch (ProtocolBrokenException | EOFException ex) {
			assertThat(ex.getMessage()).isNotBlank().hasSizeLessThan(400);
		}
		try {
			Messages.Message<SliceHeader> message = read(bytes, MutatedReplyTests::slice);
			Slice slice = message.header().with(LoadedModels.PLAIN, message.payload(), 1);
			assertThat(slice.seconds()).isBetween(0.5, 1.0);
			assertThat(slice.end()).isBetween(100L, 140L);
		}
		catch (ProtocolBrokenException | EOFException ex) {
			assertThat(ex.getMessage()).isNotBlank().hasSizeLessThan(400);
		}
	}

	private static byte[] mutated(byte[] bytes, Random random) {
		int at = random.nextInt(Math.max(1, bytes.length));
		byte[] changed = bytes.clone();
		switch (random.nextInt(5)) {
			case 0 -> changed = Arrays.copyOf(bytes, at);
			case 1 -> {
				if (changed.length > 0) {
					changed[at] = (byte) random.nextInt(256);
				}
			}
			case 2 -> changed = spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(20)), new byte[0]);
			case 3 -> changed = spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + random.nextInt(60)));
			default -> changed = spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(6)),
					PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8));
		}
		return changed;
	}

	private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
		int start = Math.min(from, bytes.length);
		return ByteBuffer.allocate(start + piece.length + bytes.length - Math.max(start, to))
			.put(bytes, 0, start)
			.put(piece)
			.put(bytes, Math.max(start, to), bytes.length - Math.max(start, to))
			.array();
	}

	/** So that what was changed is not cut off. */
	private static byte[] withTrueLengths(byte[] mutated, byte[] original) {
		if (mutated.length < 8) {
			return mutated;
		}
		ByteBuffer lengths = ByteBuffer.wrap(original.clone()).order(ByteOrder.LITTLE_ENDIAN);
		int payload = Math.min(lengths.getInt(4), mutated.length - 8);
		ByteBuffer.wrap(mutated)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putInt(0, mutated.length - 8 - payload)
			.putInt(4, payload);
		return mutated;
	}

	private static SliceHeader slice(Reply reply, long payload) throws ProtocolBrokenException {
		return SliceHeader.of(ASKED, reply, payload);
	}

	private <H> Messages.Message<H> read(byte[] bytes, Messages.HeaderReader<H> reader) throws IOException {
		return Messages.read(new ByteArrayInputStream(bytes), this.buffer, 64 << 20, reader);
	}

	private static byte[] bytes(String name) throws IOException {
		try (InputStream in = MutatedReplyTests.class.getResourceAsStream("/conversations/" + name + ".reply")) {
			return Objects.requireNonNull(in).readAllBytes();
		}
	}

}
