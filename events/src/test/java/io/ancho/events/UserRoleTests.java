package io.ancho.events;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class UserRoleTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	@Test
	void itsPasswordFollowsFromTheKeyspaceAndTheSecretAlone() {
		UserRole ada = UserRole.of("ancho_user_ada", SECRET);
		assertThat(ada.name()).isEqualTo("ancho_user_ada");
		assertThat(ada.password()).isEqualTo("Q0-fHmchhESaXGSSMnHj5EPLbyprfkFv1xxKLF71JKU");
		assertThat(UserRole.of("ancho_user_bob", SECRET).password()).isNotEqualTo(ada.password());
		assertThat(UserRole.of("ancho_user_ada", SECRET + "!").password()).isNotEqualTo(ada.password());
	}

	@Test
	void itFitsBetweenTheQuotesOfAStatement() {
		assertThat(UserRole.of("ancho_user_ada", SECRET).password()).matches("[A-Za-z0-9_-]{43}");
	}

	@Test
	void itsPasswordIsNotPrinted() {
		UserRole ada = UserRole.of("ancho_user_ada", SECRET);
		assertThat(ada.toString()).contains("ancho_user_ada").doesNotContain(ada.password());
	}

	@Test
	void aShortSecretIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> UserRole.of("ancho_user_ada", "short"))
			.withMessageContaining("32 bytes");
	}

}
