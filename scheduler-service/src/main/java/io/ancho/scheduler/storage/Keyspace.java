package io.ancho.scheduler.storage;

/**
 * This service's keyspace, up to date.
 *
 * @param name its name
 */
record Keyspace(String name) {

	String table(String table) {
		return this.name + "." + table;
	}

}
