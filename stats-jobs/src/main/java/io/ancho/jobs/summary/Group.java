package io.ancho.jobs.summary;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

import io.ancho.events.Output;
import io.ancho.events.ResultLayout;
import io.ancho.jobs.results.InvalidResultsException;

/**
 * Outputs that are read together: several scalars, or one vector. Its columns are the
 * scalars, or the vector's elements.
 *
 * @param index which group of the run it is
 * @param outputs the names of the outputs
 * @param width doubles of one sequence of each
 * @param scalar whether the outputs are scalars
 */
record Group(int index, List<String> outputs, int width, boolean scalar) implements Serializable {

	/** So many scalars of one bucket are 32 MiB. */
	static final int MOST_SCALARS = 64;

	static List<Group> of(List<Output> outputs) {
		checkWidths(outputs);
		List<Group> groups = new ArrayList<>();
		List<String> scalars = outputs.stream().filter((o) -> o.length() == null).map(Output::name).toList();
		for (int i = 0; i < scalars.size(); i += MOST_SCALARS) {
			groups.add(new Group(groups.size(),
					List.copyOf(scalars.subList(i, Math.min(scalars.size(), i + MOST_SCALARS))), 1, true));
		}
		for (Output output : outputs) {
			if (output.length() != null) {
				groups.add(new Group(groups.size(), List.of(output.name()), output.width(), false));
			}
		}
		return List.copyOf(groups);
	}

	private static void checkWidths(List<Output> outputs) {
		for (Output output : outputs) {
			if (output.width() < 1) {
				throw new InvalidResultsException("output " + output.name() + " is a vector of no elements");
			}
		}
	}

	int columns() {
		return this.outputs.size() * this.width;
	}

	List<Section> sections(long sequences) {
		int size = ResultLayout.bucketSize(this.width);
		long buckets = (sequences + size - 1) / size;
		LongFunction<Section> section = (bucket) -> new Section(this, bucket * size,
				(int) Math.min(size, sequences - bucket * size));
		return LongStream.range(0, buckets).mapToObj(section).toList();
	}

}
