package io.ancho.gateway.token;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenRequestTests {

	@Test
	void lasts90DaysAndAllowsWhatTheCallerMayUnlessToldOtherwise() {
		TokenRequest request = new TokenRequest("x", null, null, null);
		assertThat(request.lifetime()).isEqualTo(Duration.ofDays(90));
		assertThat(request.scopesOr(Set.of(Scope.READ))).containsExactly(Scope.READ);
	}

	@Test
	void readsDaysHoursAndMinutes() {
		assertThat(new TokenRequest("x", null, "P30D", null).lifetime()).isEqualTo(Duration.ofDays(30));
		assertThat(new TokenRequest("x", null, "PT12H", null).lifetime()).isEqualTo(Duration.ofHours(12));
		assertThat(new TokenRequest("x", null, "PT15M", null).lifetime()).isEqualTo(Duration.ofMinutes(15));
	}

	@Test
	void repeatedScopesCountOnce() {
		TokenRequest request = new TokenRequest("x", List.of(Scope.READ, Scope.READ), null, null);
		assertThat(request.scopesOr(Set.of())).containsExactly(Scope.READ);
	}

}
