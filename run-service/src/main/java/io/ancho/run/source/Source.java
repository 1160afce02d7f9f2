package io.ancho.run.source;

import org.jspecify.annotations.Nullable;

/**
 * Where a model comes from. What pins it is null as long as it is not known.
 */
public sealed interface Source {

	/**
	 * The address.
	 * @return an absolute URL without credentials
	 */
	String url();

	/**
	 * A folder of a git repository.
	 *
	 * @param url the repository
	 * @param ref a branch, a tag, a full commit id or {@code HEAD}
	 * @param path the model's folder, empty for the repository's root
	 * @param commit the commit that {@code ref} was, 40 hexadecimal digits
	 */
	record Git(String url, String ref, String path, @Nullable String commit) implements Source {

		/**
		 * This source at a commit.
		 * @param commit 40 hexadecimal digits
		 * @return the pinned source
		 */
		public Git at(String commit) {
			return new Git(this.url, this.ref, this.path, commit);
		}

	}

	/**
	 * An archive at an address.
	 *
	 * @param url the archive
	 * @param sha256 the digest of its bytes, 64 lower-case hexadecimal digits
	 */
	record Http(String url, @Nullable String sha256) implements Source {

	}

}
