package io.ancho.run.model;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The records of a pax extended header (POSIX.1-2001): {@code LENGTH KEY=VALUE\n}, the
 * length in bytes and of the whole record.
 */
final class PaxRecords {

	private PaxRecords() {
	}

	static Map<String, String> parse(byte[] data) {
		Map<String, String> records = new HashMap<>();
		int at = 0;
		while (at < data.length && data[at] != 0) {
			int space = indexOf(data, (byte) ' ', at);
			int length = length(new String(data, at, space - at, StandardCharsets.US_ASCII));
			if (length <= space - at + 1 || length > data.length - at) {
				throw damaged();
			}
			int equals = indexOf(data, (byte) '=', space);
			int end = at + length - 1;
			if (equals >= end) {
				throw damaged();
			}
			records.put(new String(data, space + 1, equals - space - 1, StandardCharsets.UTF_8),
					new String(data, equals + 1, end - equals - 1, StandardCharsets.UTF_8));
			at += length;
		}
		return records;
	}

	static long size(Map<String, String> records) {
		try {
			return Long.parseUnsignedLong(records.getOrDefault("size", ""));
		}
		catch (NumberFormatException ex) {
			throw damaged();
		}
	}

	static void refuseSparse(Map<String, String> records, String path) {
		if (records.keySet().stream().anyMatch((key) -> key.startsWith("GNU.sparse"))) {
			throw new InvalidModelException("the archive's entry '" + path + "' is a sparse file; pack it as it is");
		}
	}

	private static int indexOf(byte[] data, byte wanted, int from) {
		for (int i = from; i < data.length; i++) {
			if (data[i] == wanted) {
				return i;
			}
		}
		throw damaged();
	}

	private static int length(String digits) {
		try {
			return Integer.parseUnsignedInt(digits);
		}
		catch (NumberFormatException ex) {
			throw damaged();
		}
	}

	private static InvalidModelException damaged() {
		return new InvalidModelException("the archive is damaged: it holds a pax header that is not one");
	}

}
