package io.ancho.jobs.summary;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.ancho.events.Output;
import io.ancho.events.Target;
import io.ancho.jobs.results.InvalidResultsException;
import org.jspecify.annotations.Nullable;

/**
 * Where a run's outputs are among its groups.
 */
final class Columns {

	private static final Pattern ELEMENT = Pattern.compile("(.+)\\[(\\d+)]");

	private final List<Group> groups;

	private final Map<String, List<Column>> byOutput = new HashMap<>();

	Columns(List<Output> outputs) {
		this.groups = Group.of(outputs);
		for (Group group : this.groups) {
			for (int i = 0; i < group.outputs().size(); i++) {
				int first = i;
				this.byOutput.put(group.outputs().get(i),
						IntStream.range(0, group.width())
							.mapToObj((element) -> new Column(group.index(), first + element))
							.toList());
			}
		}
	}

	List<Group> groups() {
		return this.groups;
	}

	/** Whether all scalar outputs are read together, in the first group. */
	boolean haveOneScalarGroup() {
		return this.groups.stream().filter(Group::scalar).count() == 1;
	}

	boolean haveOneGroupOfSeveralScalars() {
		return haveOneScalarGroup() && this.groups.get(0).columns() > 1;
	}

	/** An output's columns: one, or one for each element. */
	List<Column> of(Output output) {
		List<Column> columns = this.byOutput.get(output.name());
		if (columns == null) {
			throw new InvalidResultsException("there is no output " + output.name());
		}
		return columns;
	}

	Condition condition(Target target) {
		Column column = find(target.output());
		if (column == null) {
			throw new InvalidResultsException(
					"target " + target.name() + ": there is no scalar output or element " + target.output()
							+ "; there are " + String.join(", ", this.byOutput.keySet().stream().sorted().toList()));
		}
		return new Condition(column, target.name(), target.op(), target.value());
	}

	private @Nullable Column find(String name) {
		List<Column> scalar = this.byOutput.get(name);
		if (scalar != null && isScalar(scalar.get(0))) {
			return scalar.get(0);
		}
		Matcher element = ELEMENT.matcher(name);
		if (!element.matches()) {
			return null;
		}
		List<Column> vector = this.byOutput.get(element.group(1));
		if (vector == null || element.group(2).length() > 9) {
			return null;
		}
		int index = Integer.parseInt(element.group(2));
		return (index < vector.size()) ? vector.get(index) : null;
	}

	private boolean isScalar(Column column) {
		return this.groups.get(column.group()).scalar();
	}

}
