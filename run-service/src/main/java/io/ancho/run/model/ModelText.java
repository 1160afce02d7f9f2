package io.ancho.run.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.ancho.run.request.Texts;

/**
 * Text in a model's files, as editors of any system write it: UTF-8, and UTF-16 that
 * begins with its byte order mark, with any ends of lines. Everything else is refused, by
 * the rule and in the words of the SDK ({@code ancho._text_files}).
 */
final class ModelText {

	static final int MAX_BYTES = 1024 * 1024;

	private ModelText() {
	}

	/**
	 * Decodes a file.
	 * @param content its bytes
	 * @param file what it is called in the model's folder
	 * @return its text, the lines ended by {@code \n}
	 * @throws InvalidModelException if it is not UTF-8, with the line and the byte, or is
	 * too large
	 */
	static String of(byte[] content, String file) {
		if (content.length > MAX_BYTES) {
			throw new InvalidModelException(file + ": is larger than 1 MiB");
		}
		String text = decoded(content, file);
		int nothing = text.indexOf('\0');
		if (nothing >= 0) {
			throw new InvalidModelException(at(file, text.substring(0, nothing)) + ": has " + Texts.described(0)
					+ "; if the file is UTF-16 without its mark, save it as UTF-8");
		}
		return withPlainEnds(text);
	}

	private static String decoded(byte[] content, String file) {
		if (startsWith(content, 0xff, 0xfe, 0, 0) || startsWith(content, 0, 0, 0xfe, 0xff)) {
			throw new InvalidModelException(file + ": is UTF-32; save the file as UTF-8");
		}
		if (startsWith(content, 0xff, 0xfe)) {
			return utf16(content, StandardCharsets.UTF_16LE, file);
		}
		if (startsWith(content, 0xfe, 0xff)) {
			return utf16(content, StandardCharsets.UTF_16BE, file);
		}
		int mark = startsWith(content, 0xef, 0xbb, 0xbf) ? 3 : 0;
		return utf8(Arrays.copyOfRange(content, mark, content.length), file);
	}

	private static String utf16(byte[] content, Charset charset, String file) {
		try {
			return charset.newDecoder().decode(ByteBuffer.wrap(content, 2, content.length - 2)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new InvalidModelException(file + ": is not whole UTF-16; save the file as UTF-8");
		}
	}

	private static String utf8(byte[] content, String file) {
		ByteBuffer bytes = ByteBuffer.wrap(content);
		CharBuffer text = CharBuffer.allocate(content.length);
		CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true);
		if (result.isError()) {
			String before = new String(content, 0, bytes.position(), StandardCharsets.ISO_8859_1);
			throw new InvalidModelException("%s: the byte 0x%02X is not UTF-8; save the file as UTF-8"
				.formatted(at(file, before), content[bytes.position()]));
		}
		return text.flip().toString();
	}

	private static boolean startsWith(byte[] content, int... mark) {
		if (content.length < mark.length) {
			return false;
		}
		for (int i = 0; i < mark.length; i++) {
			if ((content[i] & 0xff) != mark[i]) {
				return false;
			}
		}
		return true;
	}

	private static String at(String file, String before) {
		return file + ", line " + (withPlainEnds(before).chars().filter((c) -> c == '\n').count() + 1);
	}

	private static String withPlainEnds(String text) {
		return text.replace("\r\n", "\n").replace('\r', '\n');
	}

}
