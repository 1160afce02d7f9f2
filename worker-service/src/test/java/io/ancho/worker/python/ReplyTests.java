package io.ancho.worker.python;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.ancho.events.Output;
import io.ancho.events.SequenceFailure;
import io.ancho.worker.LoadedModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Headers as a hostile process may write them, in answer to a request for the ten
 * sequences from 100.
 */
class ReplyTests {

	private static final Runner.Request ASKED = new Runner.Request(100, 10, Duration.ofSeconds(5),
			Duration.ofSeconds(30));

	private static final String X = "[{'name':'x','length':null}]";

	private static final String FAILURE = "{'sequence':103,'error_type':'E','message':'m','traceback':null}";

	private static final String ENVIRONMENT = "'environment':{'digest':'sha256:" + "0".repeat(64)
			+ "','implementation':'CPython','python':'3.11.7','machine':'x86_64','libc':'glibc 2.36','rules':1,"
			+ "'numerics':'portable','kernels':['numpy:X86_V2'],'sample':'0b2ed4924e484cfb','packages':{}}";

	private static final Runner.Loaded MODEL = LoadedModels.PLAIN;

	@Test
	void readsWhatARunnerSays() throws Exception {
		SliceHeader header = slice("100", "10", "0.5",
				"[{'name':'x²','length':null,'unit':'USD'},{'name':'x2','length':3}]",
				"[{'sequence':101,'count':3,'error_type':'E','message':'\\u0000','traceback':'t'},"
						+ FAILURE.replace("103", "109") + "]",
				320);

		assertThat(header.outputs()).containsExactly(new Output("x²", null, "USD", null, null), new Output("x2", 3));
		assertThat(header.failures()).extracting(SequenceFailure::sequence).containsExactly(101L, 102L, 103L, 109L);
		assertThat(header.failures().get(2).message()).isEqualTo("\u0000");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			99    | 10 | 1 | not what was asked for
			-1    | 10 | 1 | not what was asked for
			100   | 0  | 1 | not what was asked for
			100   | -1 | 1 | not what was asked for
			100   | 11 | 1 | not what was asked for
			null  | 10 | 1 | has no first
			100   | null | 1 | has no count
			100   | 10 | null | has no seconds
			100   | 10 | -1 | no model takes
			100   | 10 | 1e999 | no model takes
			100   | 10 | NaN | is no reply
			100   | 10 | Infinity | is no reply
			100   | 10 | "NaN" | no model takes
			100   | 10 | "1" | is no reply
			100   | 10 | true | is no reply
			100.5 | 10 | 1 | is no reply
			"100" | 10 | 1 | is no reply
			1e2   | 10 | 1 | is no reply
			99999999999999999999 | 10 | 1 | is no reply
			100   | 4294967306 | 1 | is no reply
			""")
	void refusesNumbers(String first, String count, String seconds, String why) {
		assertBroken(() -> slice(first, count, seconds, X, "[]", 80), why);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			null | has no outputs
			[null] | has no output in its list
			{} | is no reply
			"x" | is no reply
			"" | is no reply
			[[]] | is no reply
			[{}] | has no output's name
			[{'name':null}] | has no output's name
			[{'name':''}] | has 0 characters
			[{'name':5}] | is no reply
			[{'name':true}] | is no reply
			[{'name':['x']}] | is no reply
			[{'name':'sequence'}] | no output can have the name sequence
			[{'name':'x[0]'}] | no output can have the name
			[{'name':'a,b'}] | no output can have the name
			[{'name':'a\\\\"b'}] | no output can have the name
			[{'name':'a\\\\nb'}] | cannot be printed
			[{'name':'a\\\\u0000b'}] | cannot be printed
			[{'name':'a\\\\u001b[2J'}] | cannot be printed
			[{'name':'a\\\\u202eb'}] | cannot be printed
			[{'name':'a\\\\u200fb'}] | cannot be printed
			[{'name':'a\\\\u2028b'}] | cannot be printed
			[{'name':'a\\\\ud800b'}] | surrogate
			[{'name':'x'},{'name':'x'}] | two outputs have the name x
			[{'name':'\\\\u00e9'},{'name':'e\\\\u0301'}] | two outputs have the name
			[{'name':'x','name':'y'}] | is no reply
			[{'name':'x','length':0}] | no output has 0 elements
			[{'name':'x','length':-1}] | no output has -1 elements
			[{'name':'x','length':65537}] | no output has 65537 elements
			[{'name':'x','length':4294967297}] | is no reply
			[{'name':'x','length':1.5}] | is no reply
			[{'name':'x','length':'1'}] | is no reply
			[{'name':'x','length':2}] | 80 bytes are not the outputs
			[{'name':'x','unit':'\\\\u0007'}] | cannot be printed
			[{'name':'x','label':''}] | has 0 characters
			[] | 80 bytes are not the outputs
			""")
	void refusesOutputs(String outputs, String why) {
		assertBroken(() -> slice("100", "10", "1", outputs.replace("\\\\", "\\"), "[]", 80), why);
	}

	@Test
	void refusesOutputsThatAreTooMany() {
		assertBroken(() -> slice("100", "10", "1", many(1001, "'name':'x%d'"), "[]", 80_080), "1001 outputs are more");
		assertBroken(() -> slice("100", "10", "1", many(17, "'name':'x%d','length':65536"), "[]", 17 * 65536 * 80),
				"1114112 numbers a sequence");
		assertBroken(() -> slice("100", "10", "1", X.replace("x", "x".repeat(201)), "[]", 80), "has 201 characters");
	}

	@Test
	void refusesNoOutputsWhereNotAllFailed() {
		assertBroken(() -> slice("100", "10", "1", "[]", "[]", 0), "0 of which failed");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			null | has no failures
			[null] | has no failure in its list
			[F,F] | cannot have failed
			[F2,F] | cannot have failed
			[{'sequence':99,'error_type':'E','message':'m'}] | cannot have failed
			[{'sequence':110,'error_type':'E','message':'m'}] | cannot have failed
			[{'sequence':-9223372036854775808,'error_type':'E','message':'m'}] | cannot have failed
			[{'sequence':9223372036854775807,'count':2,'error_type':'E','message':'m'}] | cannot have failed
			[{'sequence':103,'count':0,'error_type':'E','message':'m'}] | cannot have failed
			[{'sequence':103,'count':-5,'error_type':'E','message':'m'}] | cannot have failed
			[{'sequence':103,'count':8,'error_type':'E','message':'m'}] | cannot have failed
			[{'sequence':103,'message':'m'}] | has no failure's error_type
			[{'sequence':103,'error_type':'E'}] | has no failure's message
			[{'error_type':'E','message':'m'}] | has no sequence of a failure
			[{'sequence':103,'error_type':1,'message':'m'}] | is no reply
			[{'sequence':103,'error_type':'E','message':{}}] | is no reply
			[{'sequence':103,'error_type':'E','message':'\\\\udc00'}] | surrogate
			""")
	void refusesFailures(String failures, String why) {
		String json = failures.replace("F2", FAILURE.replace("103", "104")).replace("F", FAILURE).replace("\\\\", "\\");
		assertBroken(() -> slice("100", "10", "1", X, json, 80), why);
	}

	@Test
	void refusesTextsThatAreTooLong() {
		for (String text : new String[] { "x".repeat(65_537), "ä".repeat(40_000), "\uD83C\uDFB2".repeat(20_000) }) {
			String json = "[" + FAILURE.replace("'m'", "'" + text + "'") + "]";
			assertBroken(() -> slice("100", "10", "1", X, json, 80), "more than 65536 bytes");
		}
		assertBroken(() -> read("{'ok':true,'described':'" + "x".repeat(300_000) + "'}"), "is no reply");
	}

	@Test
	void refusesMoreFailuresThanTheyCanBe() {
		Runner.Request large = new Runner.Request(0, 4_000_000, Duration.ofSeconds(5), Duration.ofSeconds(30));
		String many = "{'ok':true,'first':0,'count':4000000,'seconds':1,'outputs':[],'failures':["
				+ "{'sequence':0,'count':%d,'error_type':'E','message':'%s'}]}";
		assertBroken(() -> SliceHeader.of(large, read(many.formatted(4_000_000, "m")), 0), "more failures");
		assertBroken(() -> SliceHeader.of(large, read(many.formatted(100_000, "m".repeat(10_000))), 0),
				"or longer ones");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "1", "'x'", "{", "{}x", "{} {}", "{'ok':true,'ok':true}", "{'ok':1}",
			"{'ok':'true'}", "{'described':{'a':1,'a':2}}", "{'first':1,}", "{first:1}",
			"{'x':11111111111111111111111111111111111111111111111111111111111111111111}", "{'worn':'yes'}" })
	void refusesWhatIsNoHeader(String json) {
		assertBroken(() -> read(json), "a reply's header is n");
	}

	@Test
	void refusesNestingWithoutNestingItself() {
		assertBroken(() -> read("{'x':" + "[".repeat(500_000)), "is no reply");
		assertBroken(() -> read("{'x':".repeat(150_000)), "is no reply");
	}

	@Test
	void refusesBytesThatAreNoText() {
		assertBroken(() -> Reply.read(new byte[] { '{', '"', (byte) 0xff, '"', ':', '1', '}' }), "is no reply");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "'packages':{}", "'batch':false,'packages':{'a':null}", "'batch':false,'packages':{'':'1'}",
					"'batch':false,'packages':{'a':'1\\n'}", "'batch':false,'packages':{'a':1}",
					"'batch':0,'packages':{}", "'batch':false,'packages':[]", "'batch':false" })
	void refusesWhatTellsNothingOfTheModel(String fields) {
		assertThatExceptionOfType(ProtocolBrokenException.class).isThrownBy(
				() -> Runner.Loaded.of(read("{'ok':true,'python':'3.11.7'," + ENVIRONMENT + "," + fields + "}"), 0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "'digest':'sha256:0'", "'digest':null", "'rules':null", "'rules':'1'", "'kernels':null",
			"'kernels':['a\n']", "'libc':''", "'packages':{'a':1}", "'packages':null", "'numerics':7" })
	void refusesAnEnvironmentThatIsNone(String field) {
		String name = field.substring(0, field.indexOf(':'));
		String others = ENVIRONMENT.replaceFirst(name + ":('[^']*'|[^,{\\[]+|\\{}|\\[[^]]*])", field);
		assertThat(others).isNotEqualTo(ENVIRONMENT);
		assertThatExceptionOfType(ProtocolBrokenException.class).isThrownBy(() -> Runner.Loaded
			.of(read("{'ok':true,'batch':true,'python':'3.11.7','packages':{}," + others + "}"), 0));
	}

	@Test
	void readsWhatIsLoaded() throws Exception {
		Reply reply = read("{'ok':true,'batch':true,'python':'3.11.7','packages':{'numpy':'2.4.0'}," + ENVIRONMENT
				+ ",'new':{'a':[1]}}");
		assertThat(Runner.Loaded.of(reply, 0))
			.isEqualTo(new Runner.Loaded(true, "3.11.7", Map.of("numpy", "2.4.0"), LoadedModels.ENVIRONMENT));
		assertBroken(() -> Runner.Loaded.of(reply, 8), "more than that");
	}

	@Test
	void believesOfTheTimeWhatIsPossible() throws Exception {
		for (double[] claimed : new double[][] { { 7200, 2 }, { 1.5, 1.5 }, { 1e-9, 1 }, { 0, 1 }, { 2, 2 } }) {
			SliceHeader header = slice("100", "10", Double.toString(claimed[0]), X, "[]", 80);
			assertThat(header.with(MODEL, values(10), 2).seconds()).isEqualTo(claimed[1]);
		}
	}

	@Test
	void keepsEveryNumberAsItIs() throws Exception {
		double[] special = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE,
				-Double.MAX_VALUE, Double.longBitsToDouble(0x7ff4_0000_0000_0001L), 0, 1, 2 };
		ByteBuffer values = values(10);
		for (int k = 0; k < 10; k++) {
			values.putLong(k * 8, Double.doubleToRawLongBits(special[k]));
		}
		Slice slice = slice("100", "10", "1", X, "[]", 80).with(MODEL, values, 1);
		for (int k = 0; k < 10; k++) {
			assertThat(slice.values(0).getLong(k * 8)).isEqualTo(Double.doubleToRawLongBits(special[k]));
		}
	}

	@Test
	void refusesOutputsOfASequenceThatFailed() throws Exception {
		SliceHeader header = slice("100", "10", "1", X, "[" + FAILURE + "]", 80);
		ByteBuffer values = values(10);
		assertBroken(() -> header.with(MODEL, values, 1), "sequence 103 has failed and has outputs");
		values.putDouble(3 * 8, Double.NaN);
		assertThat(header.with(MODEL, values, 1).failures()).hasSize(1);
	}

	private static ByteBuffer values(int count) {
		return ByteBuffer.allocate(count * 8).order(ByteOrder.LITTLE_ENDIAN);
	}

	private static String many(int count, String fields) {
		return IntStream.range(0, count)
			.mapToObj((i) -> "{" + fields.formatted(i) + "}")
			.collect(Collectors.joining(",", "[", "]"));
	}

	private static SliceHeader slice(String first, String count, String seconds, String outputs, String failures,
			long payload) throws ProtocolBrokenException {
		return SliceHeader.of(ASKED,
				read("{'ok':true,'first':%s,'count':%s,'seconds':%s,'worn':false,'outputs':%s,'failures':%s}"
					.formatted(first, count, seconds, outputs, failures)),
				payload);
	}

	private static Reply read(String json) throws ProtocolBrokenException {
		return Reply.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
	}

	private static void assertBroken(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading, String why) {
		assertThatExceptionOfType(ProtocolBrokenException.class).isThrownBy(reading)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(why).hasSizeLessThan(400));
	}

}
