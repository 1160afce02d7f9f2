package io.ancho.gateway.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;

import com.nimbusds.jose.jwk.RSAKey;

import org.springframework.security.converter.RsaKeyConverters;

/**
 * Reads the key that signs identities.
 */
final class SigningKey {

	private SigningKey() {
	}

	/**
	 * The key pair in a PEM file.
	 * @param file a PEM file holding an RSA private key as PKCS#8
	 * @throws IllegalStateException if there is no such key in it
	 */
	static RSAKey read(Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			if (RsaKeyConverters.pkcs8().convert(in) instanceof RSAPrivateCrtKey key) {
				return new RSAKey.Builder(publicKey(key)).privateKey(key).build();
			}
			throw new IllegalStateException(file + " holds no RSA key with its public part");
		}
		catch (IOException | GeneralSecurityException | IllegalArgumentException ex) {
			throw new IllegalStateException(
					"cannot read an RSA private key (PEM, PKCS#8) from " + file + " (ANCHO_IDENTITY_PRIVATE_KEY)", ex);
		}
	}

	private static RSAPublicKey publicKey(RSAPrivateCrtKey key) throws GeneralSecurityException {
		RSAPublicKeySpec spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
		return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
	}

}
