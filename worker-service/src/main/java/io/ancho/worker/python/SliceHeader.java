package io.ancho.worker.python;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.ancho.events.Output;
import io.ancho.events.SequenceFailure;
import org.jspecify.annotations.Nullable;

/**
 * What a runner says of the sequences that it has computed, checked against what it was
 * asked for: whoever has one can believe it, but for the numbers themselves.
 *
 * @param first the first sequence
 * @param count how many
 * @param seconds how long the model took, by its own account
 * @param outputs the model's outputs; empty while every sequence failed
 * @param failures the sequences that failed, in order
 * @param worn whether a fresh process should go on
 */
record SliceHeader(long first, int count, double seconds, List<Output> outputs, List<SequenceFailure> failures,
		boolean worn) {

	private static final int MAX_OUTPUTS = 1000;

	private static final int MAX_LENGTH = 65_536;

	private static final int MAX_WIDTH = 1_048_576;

	/** A whole block of the largest size, and those before it. */
	private static final int MAX_FAILURES = 128 * 1024;

	/**
	 * Characters of all failures, those that were told once for many counted each time.
	 */
	private static final long MAX_FAILURE_TEXT = 128L * 1024 * 1024;

	/**
	 * Checks a header.
	 * @param asked what was asked for
	 * @param reply the header as it came
	 * @param payload how many bytes it says come after it
	 * @return the same, if it can be true
	 * @throws ProtocolBrokenException saying why it cannot
	 */
	static SliceHeader of(Runner.Request asked, Reply reply, long payload) throws ProtocolBrokenException {
		boolean worn = Boolean.TRUE.equals(reply.worn());
		long first = required("first", reply.first());
		int count = required("count", reply.count());
		if (first != asked.first() || count < (worn ? 0 : 1) || count > asked.count()) {
			throw new ProtocolBrokenException("%d sequences from %d are not what was asked for, %d from %d"
				.formatted(count, first, asked.count(), asked.first()));
		}
		double seconds = required("seconds", reply.seconds());
		if (!Double.isFinite(seconds) || seconds < 0) {
			throw new ProtocolBrokenException("no model takes %s seconds".formatted(seconds));
		}
		List<Output> outputs = outputs(required("outputs", reply.outputs()));
		List<SequenceFailure> failures = failures(required("failures", reply.failures()), first, first + count);
		SliceHeader header = new SliceHeader(first, count, seconds, outputs, failures, worn);
		if (payload != header.payload() || (outputs.isEmpty() && failures.size() < count)) {
			throw new ProtocolBrokenException("%d bytes are not the outputs of %d sequences, %d of which failed"
				.formatted(payload, count, failures.size()));
		}
		return header;
	}

	private static <T> T required(String field, @Nullable T value) throws ProtocolBrokenException {
		if (value == null) {
			throw new ProtocolBrokenException("a reply has no " + field);
		}
		return value;
	}

	private static List<Output> outputs(List<Output> told) throws ProtocolBrokenException {
		if (told.size() > MAX_OUTPUTS) {
			throw new ProtocolBrokenException("%d outputs are more than %d".formatted(told.size(), MAX_OUTPUTS));
		}
		ReplyText.Names names = new ReplyText.Names();
		long width = 0;
		for (Output output : told) {
			Output present = required("output in its list of outputs", output);
			names.next(present.name());
			describe(present);
			if (present.width() < 1 || present.width() > MAX_LENGTH) {
				throw new ProtocolBrokenException("no output has %d elements".formatted(present.width()));
			}
			width += present.width();
		}
		if (width > MAX_WIDTH) {
			throw new ProtocolBrokenException("%d numbers a sequence are more than %d".formatted(width, MAX_WIDTH));
		}
		return List.copyOf(told);
	}

	private static void describe(Output output) throws ProtocolBrokenException {
		for (String text : new @Nullable String[] { output.unit(), output.label(), output.elements() }) {
			if (text != null) {
				ReplyText.line("output's description", text);
			}
		}
	}

	private static List<SequenceFailure> failures(List<Reply.Failures> told, long first, long end)
			throws ProtocolBrokenException {
		List<SequenceFailure> failures = new ArrayList<>();
		long text = 0;
		long next = first;
		for (Reply.Failures some : told) {
			SequenceFailure failure = failure(required("failure in its list of failures", some));
			long count = (some.count() != null) ? some.count() : 1;
			if (failure.sequence() < next || count < 1 || count > end - failure.sequence()) {
				throw new ProtocolBrokenException("%d sequences from %d cannot have failed, after those before %d"
					.formatted(count, failure.sequence(), next));
			}
			next = failure.sequence() + count;
			text += count * length(failure);
			if (failures.size() + count > MAX_FAILURES || text > MAX_FAILURE_TEXT) {
				throw new ProtocolBrokenException("more failures, or longer ones, than a reply can have");
			}
			for (long sequence = failure.sequence(); sequence < next; sequence++) {
				failures
					.add(new SequenceFailure(sequence, failure.errorType(), failure.message(), failure.traceback()));
			}
		}
		return failures;
	}

	private static SequenceFailure failure(Reply.Failures told) throws ProtocolBrokenException {
		String traceback = (told.traceback() != null) ? ReplyText.text("failure's traceback", told.traceback()) : null;
		return new SequenceFailure(required("sequence of a failure", told.sequence()),
				ReplyText.text("failure's error_type", told.errorType()),
				ReplyText.text("failure's message", told.message()), traceback);
	}

	private static long length(SequenceFailure failure) {
		String traceback = failure.traceback();
		return failure.errorType().length() + failure.message().length()
				+ ((traceback != null) ? traceback.length() : 0);
	}

	private long payload() {
		return this.outputs.stream().mapToLong((output) -> (long) output.width() * this.count).sum() * Double.BYTES;
	}

	/**
	 * The slice, once its numbers are there.
	 * @param model the model that computed it
	 * @param values the numbers
	 * @param elapsed how long the reply was waited for, in seconds; of the time that the
	 * process claims, what lies between half of it and the whole is believed
	 * @return the slice
	 * @throws ProtocolBrokenException if a sequence that failed has outputs
	 */
	Slice with(Runner.Loaded model, ByteBuffer values, double elapsed) throws ProtocolBrokenException {
		double believed = Math.max(elapsed / 2, Math.min(this.seconds, elapsed));
		Slice slice = new Slice(this.first, this.count, believed, this.outputs, this.failures, model, values,
				this.worn);
		for (int i = 0; i < this.outputs.size(); i++) {
			checkFailed(slice.values(i), this.outputs.get(i).width());
		}
		return slice;
	}

	private void checkFailed(ByteBuffer values, int width) throws ProtocolBrokenException {
		for (SequenceFailure failure : this.failures) {
			int from = (int) (failure.sequence() - this.first) * width;
			for (int k = from; k < from + width; k++) {
				if (!Double.isNaN(values.getDouble(k * Double.BYTES))) {
					throw new ProtocolBrokenException(
							"sequence %d has failed and has outputs".formatted(failure.sequence()));
				}
			}
		}
	}

}
