package io.ancho.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads the compiled classes of the services, each of which lives below the package
 * {@code io.ancho.<service>}.
 */
class ModuleRulesTests {

	private static final Set<String> SERVICES = Set.of("gateway", "run", "scheduler", "worker", "stats");

	private static final Set<String> LIBRARIES = Set.of("events", "statistics", "schema", "leadership", "telemetry");

	private static final Map<String, JavaClasses> CLASSES = read();

	static Stream<String> services() {
		return SERVICES.stream().sorted();
	}

	@ParameterizedTest
	@MethodSource("services")
	void aServiceHasClassesAndAllAreInItsPackage(String service) {
		assertThat(classes(service)).isNotEmpty()
			.allSatisfy((type) -> assertThat(partOf(type)).as(type.getName()).isEqualTo(service));
	}

	@ParameterizedTest
	@MethodSource("services")
	void aServiceKnowsTheSharedLibrariesAndNoOtherService(String service) {
		Set<String> known = classes(service).stream()
			.flatMap((type) -> type.getDirectDependenciesFromSelf().stream())
			.map((dependency) -> dependency.getTargetClass().getBaseComponentType())
			.filter((target) -> target.getPackageName().startsWith("io.ancho."))
			.map(ModuleRulesTests::partOf)
			.filter((part) -> !part.equals(service))
			.collect(Collectors.toSet());
		assertThat(LIBRARIES).containsAll(known);
	}

	@ParameterizedTest
	@MethodSource("services")
	void featuresOfAServiceDependOnEachOtherWithoutCycles(String service) {
		slices().matching("io.ancho." + service + ".(*)..")
			.should()
			.beFreeOfCycles()
			.allowEmptyShould(true)
			.check(classes(service));
	}

	@ParameterizedTest
	@MethodSource("services")
	void collaboratorsComeThroughTheConstructor(String service) {
		for (String annotation : Set.of("org.springframework.beans.factory.annotation.Autowired",
				"org.springframework.beans.factory.annotation.Value", "jakarta.inject.Inject",
				"jakarta.annotation.Resource")) {
			noFields().should().beAnnotatedWith(annotation).check(classes(service));
		}
	}

	@Test
	void theSharedLibrariesKnowNoService() {
		assertThat(classes("libraries").stream()
			.flatMap((type) -> type.getDirectDependenciesFromSelf().stream())
			.map((dependency) -> dependency.getTargetClass().getBaseComponentType())
			.filter((target) -> target.getPackageName().startsWith("io.ancho."))
			.map(ModuleRulesTests::partOf)).isNotEmpty().isSubsetOf(LIBRARIES);
	}

	private static JavaClasses classes(String part) {
		return Objects.requireNonNull(CLASSES.get(part));
	}

	private static Map<String, JavaClasses> read() {
		Map<String, JavaClasses> classes = new TreeMap<>();
		SERVICES.forEach((service) -> classes.put(service, read(Set.of(service + "-service"))));
		classes.put("libraries", read(LIBRARIES));
		return classes;
	}

	private static JavaClasses read(Set<String> modules) {
		return new ClassFileImporter().importPaths(modules.stream()
			.map((module) -> Path.of("..", module, "target", "classes"))
			.filter(Files::exists)
			.collect(Collectors.toSet()));
	}

	/**
	 * {@code run} of {@code io.ancho.run.planning}.
	 */
	private static String partOf(JavaClass type) {
		return type.getPackageName().split("\\.")[2];
	}

}
