package io.ancho.worker.python;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;

import io.ancho.events.Output;
import io.ancho.events.SequenceFailure;

/**
 * Consecutive sequences that a runner has computed.
 *
 * @param first the first of them
 * @param count how many
 * @param seconds how long the model took
 * @param outputs the model's outputs; empty while every sequence failed
 * @param failures the sequences that failed, NaN in every output
 * @param model the model that computed it
 * @param values the outputs one after the other, each count × width float64 LE
 * @param worn whether a fresh process should go on, this one having no memory left
 */
public record Slice(long first, int count, double seconds, List<Output> outputs, List<SequenceFailure> failures,
		Runner.Loaded model, ByteBuffer values, boolean worn) {

	/**
	 * Sequences whose process dies each time.
	 * @param first the first of them
	 * @param count how many
	 * @param outputs the run's outputs, as far as they are known
	 * @param model the model
	 * @param death how the process died
	 * @param buffer where outputs go
	 * @return a slice in which all of them failed
	 */
	public static Slice failed(long first, int count, List<Output> outputs, Runner.Loaded model, Death death,
			ReplyBuffer buffer) {
		int width = outputs.stream().mapToInt(Output::width).sum();
		List<SequenceFailure> failures = LongStream.range(first, first + count).mapToObj(death::failureOf).toList();
		return new Slice(first, count, 0, outputs, failures, model, buffer.nan(count * width), true);
	}

	/**
	 * The values of one output, sequence after sequence.
	 * @param index the output's place in {@link #outputs}
	 * @return count × width float64, a little-endian view
	 */
	public ByteBuffer values(int index) {
		int from = 0;
		for (Output output : this.outputs.subList(0, index)) {
			from += this.count * output.width() * Double.BYTES;
		}
		int length = this.count * this.outputs.get(index).width() * Double.BYTES;
		return this.values.slice(from, length).order(ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * The sequence after the last.
	 * @return first + count
	 */
	public long end() {
		return this.first + this.count;
	}

}
