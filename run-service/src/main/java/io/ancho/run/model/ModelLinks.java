package io.ancho.run.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.stereotype.Component;

/**
 * Links to models' archives that carry their own permission: an HMAC-SHA256 over the path
 * with this service's secret. A link is good for that archive only, and as long as the
 * secret: a chunk may wait in its queue for long.
 */
@Component
public class ModelLinks {

	private static final int MIN_SECRET_BYTES = 32;

	private static final String ALGORITHM = "HmacSHA256";

	private final SecretKeySpec secret;

	ModelLinks(ModelProperties properties) throws IOException {
		byte[] bytes = Files.readString(properties.linkSecretFile()).strip().getBytes(StandardCharsets.UTF_8);
		if (bytes.length < MIN_SECRET_BYTES) {
			throw new IllegalStateException("the secret in " + properties.linkSecretFile() + " has fewer than "
					+ MIN_SECRET_BYTES + " bytes; put a longer random one there");
		}
		this.secret = new SecretKeySpec(bytes, ALGORITHM);
	}

	/**
	 * A link.
	 * @param model the model's id, {@code sha256:…}
	 * @return path and query, relative to this service
	 */
	public String link(String model) {
		String path = path(new ModelId(model));
		return path + "?signature=" + signature(path);
	}

	boolean isSigned(ModelId model, String signature) {
		return MessageDigest.isEqual(signature(path(model)).getBytes(StandardCharsets.US_ASCII),
				signature.getBytes(StandardCharsets.UTF_8));
	}

	private static String path(ModelId model) {
		return "/internal/models/" + model.hex() + "/archive";
	}

	private String signature(String path) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.secret);
			byte[] signature = mac.doFinal(path.getBytes(StandardCharsets.US_ASCII));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("every JDK has " + ALGORITHM, ex);
		}
	}

}
