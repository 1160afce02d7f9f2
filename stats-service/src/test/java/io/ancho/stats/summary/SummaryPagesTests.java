package io.ancho.stats.summary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SummaryPagesTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, SummaryPages.PAGE_BYTES, SummaryPages.PAGE_BYTES + 1, 3 * SummaryPages.PAGE_BYTES + 7 })
	void thePagesTogetherAreWhatWasWritten(int length) throws IOException {
		byte[] content = new byte[length];
		Random random = new Random(length);
		random.nextBytes(content);
		ByteArrayOutputStream stored = new ByteArrayOutputStream();
		List<Integer> indices = new ArrayList<>();
		SummaryPages pages = new SummaryPages((page, index) -> {
			assertThat(page.remaining()).isBetween(1, SummaryPages.PAGE_BYTES);
			stored.write(page.array(), page.position(), page.remaining());
			indices.add(index);
		});
		try (pages) {
			for (int done = 0; done < length;) {
				int part = Math.min(length - done, 1 + random.nextInt(700_000));
				pages.write(content, done, part);
				done += part;
			}
		}
		assertThat(stored.toByteArray()).isEqualTo(content);
		assertThat(pages.pages()).isEqualTo(indices.size());
		assertThat(pages.bytes()).isEqualTo(length);
		assertThat(indices).isSorted().doesNotHaveDuplicates();
	}

}
