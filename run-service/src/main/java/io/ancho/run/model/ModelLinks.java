package io.ancho.run.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.stereotype.Component;

/**
 * Links to models' archives that carry their own permission: an HMAC-SHA256 over the
 * path, the run and the time of expiry, with this service's secret. A link is good for
 * that archive only, until it expires or the run is over. A chunk may wait in its queue
 * for as long as Kafka keeps it, and has a new link whenever it is put there again.
 */
@Component
public class ModelLinks {

	private static final int MIN_SECRET_BYTES = 32;

	private static final String ALGORITHM = "HmacSHA256";

	private final SecretKeySpec secret;

	private final Duration lifetime;

	private final Clock clock;

	ModelLinks(ModelProperties properties, Clock clock) throws IOException {
		byte[] bytes = Files.readString(properties.linkSecretFile()).strip().getBytes(StandardCharsets.UTF_8);
		if (bytes.length < MIN_SECRET_BYTES) {
			throw new IllegalStateException("the secret in " + properties.linkSecretFile() + " has fewer than "
					+ MIN_SECRET_BYTES + " bytes; put a longer random one there");
		}
		this.secret = new SecretKeySpec(bytes, ALGORITHM);
		this.lifetime = properties.linkLifetime();
		this.clock = clock;
	}

	/**
	 * A link for the executors of a run.
	 * @param model the model's id, {@code sha256:…}
	 * @param run the run's id
	 * @return path and query, relative to this service
	 */
	public String link(String model, String run) {
		long expires = this.clock.instant().plus(this.lifetime).getEpochSecond();
		String signed = signed(new ModelId(model), run, expires);
		return signed + "&signature=" + signature(signed);
	}

	/**
	 * Whether a link is one of these and has not expired.
	 * @param model what it gives
	 * @param run whose executors it was made for
	 * @param expires when it ends, in seconds since 1970
	 * @param signature its signature
	 */
	boolean isValid(ModelId model, String run, long expires, String signature) {
		byte[] right = signature(signed(model, run, expires)).getBytes(StandardCharsets.US_ASCII);
		return MessageDigest.isEqual(right, signature.getBytes(StandardCharsets.UTF_8))
				&& this.clock.instant().getEpochSecond() < expires;
	}

	private static String signed(ModelId model, String run, long expires) {
		return "/internal/models/" + model.hex() + "/archive?run=" + run + "&expires=" + expires;
	}

	private String signature(String signed) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.secret);
			byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("every JDK has " + ALGORITHM, ex);
		}
	}

}
