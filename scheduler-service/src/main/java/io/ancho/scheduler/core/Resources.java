package io.ancho.scheduler.core;

/**
 * An amount of what agents have.
 *
 * @param cpus cores
 * @param memMib memory, in MiB
 * @param diskMib disk, in MiB
 * @param gpus GPUs
 */
public record Resources(double cpus, double memMib, double diskMib, double gpus) {

	/** Nothing. */
	public static final Resources NONE = new Resources(0, 0, 0, 0);

	/** Mesos counts in thousandths. */
	private static final double LEAST = 0.0005;

	Resources plus(Resources other) {
		return plus(other, 1);
	}

	Resources minus(Resources other) {
		return plus(other, -1);
	}

	Resources times(int count) {
		return NONE.plus(this, count);
	}

	private Resources plus(Resources other, int count) {
		return new Resources(this.cpus + count * other.cpus, this.memMib + count * other.memMib,
				this.diskMib + count * other.diskMib, this.gpus + count * other.gpus);
	}

	/** The larger of each. */
	Resources atLeast(Resources other) {
		return new Resources(Math.max(this.cpus, other.cpus), Math.max(this.memMib, other.memMib),
				Math.max(this.diskMib, other.diskMib), Math.max(this.gpus, other.gpus));
	}

	static boolean enough(double has, double wants) {
		return has > wants - LEAST;
	}

	/**
	 * The largest of the shares this is of each resource (Ghodsi et al., Dominant
	 * Resource Fairness, NSDI 2011).
	 * @param total what there is in all
	 * @return a share; of something that there is none of, it is none
	 */
	double dominantShare(Resources total) {
		return Math.max(Math.max(share(this.cpus, total.cpus), share(this.memMib, total.memMib)),
				Math.max(share(this.diskMib, total.diskMib), share(this.gpus, total.gpus)));
	}

	private static double share(double part, double whole) {
		return (whole > LEAST) ? part / whole : 0;
	}

}
