package io.ancho.localstack.mesos.master;

import java.util.BitSet;

import org.apache.mesos.v1.Protos.Value;

/**
 * A set of ports, immutable.
 */
final class PortSet {

	static final PortSet NONE = new PortSet(new BitSet());

	private final BitSet ports;

	private PortSet(BitSet ports) {
		this.ports = ports;
	}

	static PortSet of(int begin, int end) {
		BitSet ports = new BitSet();
		ports.set(begin, end + 1);
		return new PortSet(ports);
	}

	static PortSet of(Value.Ranges ranges) {
		BitSet ports = new BitSet();
		ranges.getRangeList().forEach((range) -> ports.set((int) range.getBegin(), (int) range.getEnd() + 1));
		return new PortSet(ports);
	}

	PortSet plus(PortSet other) {
		BitSet sum = (BitSet) this.ports.clone();
		sum.or(other.ports);
		return new PortSet(sum);
	}

	PortSet minus(PortSet other) {
		BitSet difference = (BitSet) this.ports.clone();
		difference.andNot(other.ports);
		return new PortSet(difference);
	}

	boolean containsAll(PortSet other) {
		return other.minus(this).isEmpty();
	}

	boolean isEmpty() {
		return this.ports.isEmpty();
	}

	Value.Ranges toRanges() {
		Value.Ranges.Builder ranges = Value.Ranges.newBuilder();
		for (int begin = this.ports.nextSetBit(0); begin >= 0;) {
			int end = this.ports.nextClearBit(begin);
			ranges.addRangeBuilder().setBegin(begin).setEnd(end - 1L);
			begin = this.ports.nextSetBit(end);
		}
		return ranges.build();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof PortSet that && this.ports.equals(that.ports);
	}

	@Override
	public int hashCode() {
		return this.ports.hashCode();
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("[");
		toRanges().getRangeList()
			.forEach((range) -> text.append((text.length() > 1) ? ", " : "")
				.append(range.getBegin())
				.append('-')
				.append(range.getEnd()));
		return text.append(']').toString();
	}

}
