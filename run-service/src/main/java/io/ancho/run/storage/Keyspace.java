package io.ancho.run.storage;

/**
 * This service's keyspace, brought up to date. Whoever asks for it can use its tables.
 *
 * @param name its name, as CQL takes it
 */
public record Keyspace(String name) {

	/**
	 * A table of this keyspace.
	 * @param table its name
	 * @return the name qualified with the keyspace's
	 */
	public String table(String table) {
		return this.name + "." + table;
	}

}
