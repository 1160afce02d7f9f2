package io.ancho.localstack.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.apache.cassandra.auth.AuthenticatedUser;
import org.apache.cassandra.cql3.QueryProcessor;
import org.apache.cassandra.db.ConsistencyLevel;
import org.apache.cassandra.service.ClientState;
import org.apache.cassandra.service.QueryState;
import org.apache.cassandra.transport.Dispatcher;
import org.mindrot.jbcrypt.BCrypt;

/**
 * The node's roles, made in its own process before anybody can connect: a superuser with
 * a password of its own in place of the well-known one, and the services' roles.
 * {@code roles.cql} says what each may do. May be repeated, also with other passwords.
 */
final class Roles {

	static final String ADMIN = "ancho_admin";

	private static final List<String> SERVICES = List.of("gateway", "run", "scheduler", "worker", "stats");

	private static final String ONE_NODE = "{'class': 'SimpleStrategy', 'replication_factor': 1}";

	/** What every user's keyspace begins with. */
	private static final String USERS = "ancho_user_";

	private final Path keys;

	/**
	 * Roles with the passwords of a folder.
	 * @param keys has a folder for each service, and {@code admin}, with a file
	 * {@code ANCHO_CASSANDRA_PASSWORD}
	 */
	Roles(Path keys) {
		this.keys = keys;
	}

	void make() throws IOException {
		// Unconditional, so that it holds whether or not the role is about to be made.
		QueryProcessor.executeInternal(
				"UPDATE system_auth.roles SET is_superuser = false, can_login = false WHERE role = 'cassandra'");
		setPassword("admin", true);
		for (String service : SERVICES) {
			setPassword(service, false);
		}
		ClientState admin = ClientState.forExternalCalls(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		admin.login(new AuthenticatedUser(ADMIN));
		for (String statement : statements()) {
			execute(statement, admin);
		}
		adoptUsersKeyspaces(admin);
	}

	/**
	 * Written as a statement for roles would, which may not be repeated within five
	 * seconds.
	 */
	private void setPassword(String service, boolean superuser) throws IOException {
		QueryProcessor.executeInternal(
				"UPDATE system_auth.roles SET is_superuser = ?, can_login = true, salted_hash = ? WHERE role = ?",
				superuser, BCrypt.hashpw(password(service), BCrypt.gensalt(4)), "ancho_" + service);
	}

	/** Those that were made when this node asked nobody who they are belong to nobody. */
	private void adoptUsersKeyspaces(ClientState admin) {
		QueryProcessor.executeInternal("SELECT keyspace_name FROM system_schema.keyspaces").forEach((row) -> {
			String keyspace = row.getString("keyspace_name");
			if (keyspace.startsWith(USERS)) {
				execute("GRANT ALL PERMISSIONS ON KEYSPACE " + keyspace + " TO ancho_run", admin);
			}
		});
	}

	private static void execute(String statement, ClientState who) {
		QueryProcessor.process(statement, ConsistencyLevel.ONE, new QueryState(who),
				Dispatcher.RequestTime.forImmediateExecution());
	}

	private List<String> statements() throws IOException {
		String cql = text().replaceAll("(?m)^--.*$", "").replace("${replication}", ONE_NODE);
		for (String service : SERVICES) {
			cql = cql.replace("${" + service + "}", password(service));
		}
		return Arrays.stream(cql.split(";")).map(String::strip).filter((statement) -> !statement.isEmpty()).toList();
	}

	private String password(String service) throws IOException {
		return Files.readString(this.keys.resolve(service).resolve("ANCHO_CASSANDRA_PASSWORD")).strip();
	}

	private static String text() throws IOException {
		try (InputStream roles = Roles.class.getResourceAsStream("/roles.cql")) {
			if (roles == null) {
				throw new IOException("roles.cql is missing from the class path");
			}
			return new String(roles.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
