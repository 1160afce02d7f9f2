package io.ancho.localstack.kafka;

import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class AccessRulesTests {

	private final Path applied;

	AccessRulesTests(@TempDir Path folder) {
		this.applied = folder.resolve("acls.txt");
	}

	@Test
	void eachRuleNamesWhatKafkaKnows() throws Exception {
		assertThat(new AccessRules(this.applied).bindings()).hasSizeGreaterThan(30)
			.doesNotHaveDuplicates()
			.noneMatch(AclBinding::isUnknown);
	}

	@Test
	void executorsWriteNothingButTheirReportsAndDeadLetters() throws Exception {
		assertThat(new AccessRules(this.applied).bindings())
			.filteredOn((binding) -> binding.entry().principal().equals("User:ancho_worker"))
			.filteredOn((binding) -> binding.entry().operation().toString().equals("WRITE"))
			.extracting((binding) -> binding.pattern().name())
			.containsExactlyInAnyOrder("ancho.chunk-results", "ancho.dead-letters");
	}

	@Test
	void rulesOfAnotherVersionAreForgottenUntilTheBrokerHasThese() throws Exception {
		Files.writeString(this.applied, "those of another version");
		assertThat(new AccessRules(this.applied).areNew()).isTrue();
		assertThat(this.applied).doesNotExist();
	}

}
