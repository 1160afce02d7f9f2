package io.ancho.worker.python;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.ancho.events.Environment;
import org.jspecify.annotations.Nullable;

/**
 * What a runner says of its environment, as it came. It may say what it likes: that
 * settles which executors its own run can have, and nothing else.
 */
record ReplyEnvironment(@Nullable String digest, @Nullable String implementation, @Nullable String python,
		@Nullable String machine, @Nullable String libc, @Nullable Integer rules, @Nullable String numerics,
		@Nullable List<String> kernels, @Nullable String sample, @Nullable Map<String, String> packages) {

	private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

	private static final int MAX_KERNELS = 20;

	/**
	 * Reads it.
	 * @return the environment
	 * @throws ProtocolBrokenException if anything is missing, too long or no line of text
	 */
	Environment checked() throws ProtocolBrokenException {
		if (this.digest == null || !DIGEST.matcher(this.digest).matches()) {
			throw new ProtocolBrokenException("an environment's digest is none");
		}
		if (this.rules == null || this.kernels == null || this.kernels.size() > MAX_KERNELS) {
			throw new ProtocolBrokenException("an environment has no rules, no kernels, or too many");
		}
		for (String kernel : this.kernels) {
			ReplyText.line("kernel", kernel);
		}
		return new Environment(this.digest, ReplyText.line("implementation", this.implementation),
				ReplyText.line("version of Python", this.python), ReplyText.line("architecture", this.machine),
				ReplyText.line("C library", this.libc), this.rules, ReplyText.line("numerics", this.numerics),
				List.copyOf(this.kernels), ReplyText.line("sample", this.sample),
				new TreeMap<>(ReplyText.packages(this.packages)));
	}

}
