package io.ancho.localstack.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What each principal may do, {@code acls.txt}. The broker keeps it; it is told only when
 * that has changed, which a file beside its data remembers.
 */
final class AccessRules {

	private final String text;

	private final Path applied;

	/**
	 * The rules of this version.
	 * @param applied the file that holds the rules which the broker has
	 */
	AccessRules(Path applied) throws IOException {
		this.text = text();
		this.applied = applied;
	}

	/**
	 * Whether the broker has other rules. The file is gone then until it has these.
	 */
	boolean areNew() throws IOException {
		if (Files.exists(this.applied) && Files.readString(this.applied).equals(this.text)) {
			return false;
		}
		Files.deleteIfExists(this.applied);
		return true;
	}

	/**
	 * Makes these rules the broker's.
	 * @param settings how a superuser reaches the broker
	 */
	void apply(Map<String, Object> settings) throws IOException, InterruptedException, ExecutionException {
		Set<AclBinding> wanted = new HashSet<>(bindings());
		try (Admin admin = Admin.create(settings)) {
			List<AclBindingFilter> obsolete = admin.describeAcls(AclBindingFilter.ANY)
				.values()
				.get()
				.stream()
				.filter((binding) -> !wanted.contains(binding))
				.map(AclBinding::toFilter)
				.toList();
			admin.createAcls(wanted).all().get();
			admin.deleteAcls(obsolete).all().get();
		}
		Path unfinished = this.applied.resolveSibling(this.applied.getFileName() + ".new");
		Files.writeString(unfinished, this.text);
		Files.move(unfinished, this.applied);
	}

	List<AclBinding> bindings() {
		return this.text.lines()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.map((line) -> line.split("\\s+"))
			.flatMap((words) -> Arrays.stream(words, 4, words.length).map((operation) -> binding(words, operation)))
			.toList();
	}

	private static AclBinding binding(String[] words, String operation) {
		ResourcePattern resource = new ResourcePattern(ResourceType.fromString(words[1]), words[3],
				PatternType.fromString(words[2].toUpperCase(Locale.ROOT)));
		return new AclBinding(resource, new AccessControlEntry("User:ancho_" + words[0], "*",
				AclOperation.fromString(operation), AclPermissionType.ALLOW));
	}

	private static String text() throws IOException {
		try (InputStream rules = AccessRules.class.getResourceAsStream("/acls.txt")) {
			if (rules == null) {
				throw new IOException("acls.txt is missing from the class path");
			}
			return new String(rules.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
