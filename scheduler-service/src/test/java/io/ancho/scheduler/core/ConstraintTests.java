package io.ancho.scheduler.core;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConstraintTests {

	/** The rack of the offer, and after a colon those of the run's other executors. */
	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			rack LIKE r[12]     ; r1:          ; true
			rack LIKE r         ; r1:          ; false
			rack LIKE [         ; r1:          ; false
			rack UNLIKE r1      ; r1:          ; false
			rack UNLIKE r1      ; -:           ; true
			rack LIKE .*        ; -:           ; false
			rack IS r1          ; r1:          ; true
			rack UNIQUE         ; r1:r2        ; true
			rack UNIQUE         ; r1:r1 r2     ; false
			rack CLUSTER r1     ; r2:          ; false
			rack CLUSTER        ; r2:r2 r2     ; true
			rack CLUSTER        ; r2:r1        ; false
			rack MAX_PER 2      ; r1:r1        ; true
			rack MAX_PER 2      ; r1:r1 r1     ; false
			rack MAX_PER many   ; r1:          ; false
			rack GROUP_BY       ; r1:r1        ; true
			rack GROUP_BY       ; r1:r1 r1 r2  ; false
			rack GROUP_BY 3     ; r1:r1 r2     ; false
			rack GROUP_BY 3     ; r3:r1 r2     ; true
			rack NEAR r1        ; r1:          ; false
			hostname LIKE h1    ; r1:          ; true
			""")
	void constraintIsMetAsMarathonMeansIt(String constraint, String racks, boolean met) {
		String[] parts = racks.split(":", 2);
		Map<String, String> here = parts[0].equals("-") ? Map.of() : Map.of("rack", parts[0]);
		Offer offer = new Offer(List.of("o"), "a", "h1", here, Resources.NONE, Ports.NONE);
		Map<String, Integer> others = Arrays.stream(parts[1].split(" "))
			.filter((rack) -> !rack.isEmpty())
			.collect(Collectors.toMap(Function.identity(), (rack) -> 1, Integer::sum));
		assertThat(Constraint.of(List.of(constraint.split(" "))).isMetBy(offer, others)).isEqualTo(met);
	}

}
