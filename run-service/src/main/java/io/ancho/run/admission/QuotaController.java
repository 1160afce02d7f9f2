package io.ancho.run.admission;

import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;

import io.ancho.run.quota.Amount;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells the gateway what a user has of each quota.
 */
@RestController
class QuotaController {

	private final Admissions admissions;

	QuotaController(Admissions admissions) {
		this.admissions = admissions;
	}

	@GetMapping("/api/v1/quota")
	Map<String, Amount> get(Principal user) {
		Map<String, Amount> usage = new LinkedHashMap<>();
		this.admissions.usage(user.getName()).forEach((quota, amount) -> usage.put(quota.toString(), amount));
		return usage;
	}

}
