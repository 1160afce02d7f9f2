package io.ancho.localstack.mesos.wire;

import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JSON as real masters wrote it and real schedulers sent it is read and written
 * unchanged.
 */
class ProtobufJsonTests {

	private final JsonMapper mapper = new JsonMapper();

	@ParameterizedTest
	@ValueSource(strings = { """
			{"type":"UPDATE","update":{"status":{"task_id":{"value":"cmd-fail"},"state":"TASK_FAILED",
			"message":"Command exited with status 3","source":"SOURCE_EXECUTOR","agent_id":{"value":"3539-S0"},
			"executor_id":{"value":"cmd-fail"},"timestamp":1795220235.7156,"uuid":"/HEVK0LdTYKi7BRramz3SQ==",
			"container_status":{"container_id":{"value":"d0823cdf"},"network_infos":[{"ip_addresses":
			[{"protocol":"IPv4","ip_address":"127.0.0.1"}]}],"executor_pid":27950}}}}""", """
			{"type":"OFFERS","offers":{"offers":[{"id":{"value":"3539-O0"},"framework_id":{"value":"3539-0000"},
			"agent_id":{"value":"3539-S0"},"hostname":"127.0.0.1","url":{"scheme":"http","address":
			{"hostname":"127.0.0.1","ip":"127.0.0.1","port":5051},"path":"/slave(1)"},"resources":[{"name":"ports",
			"type":"RANGES","ranges":{"range":[{"begin":31000,"end":32000}]},"role":"*","allocation_info":{"role":"*"}},
			{"name":"cpus","type":"SCALAR","scalar":{"value":4.0},"role":"*","allocation_info":{"role":"*"}}],
			"attributes":[{"name":"rack","type":"TEXT","text":{"value":"r1"}}],"allocation_info":{"role":"*"}}]}}""",
			"""
					{"type":"SUBSCRIBED","subscribed":{"framework_id":{"value":"3539-0000"},"heartbeat_interval_seconds":15.0,
					"master_info":{"id":"3539","ip":16777343,"port":5050,"pid":"master@127.0.0.1:5050","hostname":"127.0.0.1",
					"version":"1.12.0","address":{"hostname":"127.0.0.1","ip":"127.0.0.1","port":5050},
					"capabilities":[{"type":"AGENT_UPDATE"},{"type":"AGENT_DRAINING"}]}}}""",
			"{\"type\":\"HEARTBEAT\"}" })
	void eventIsReadAndWrittenUnchanged(String json) {
		Event.Builder event = Event.newBuilder();
		JsonNode tree = this.mapper.readTree(json);
		ProtobufJson.read(tree, event);
		assertThat((Object) this.mapper.readTree(WireFormat.JSON.write(event.build()))).isEqualTo(tree);
	}

	@ParameterizedTest
	@ValueSource(strings = { """
			{"type":"ACKNOWLEDGE","framework_id":{"value":"f"},"acknowledge":{"agent_id":{"value":"a"},
			"task_id":{"value":"t"},"uuid":"34Y35qHyTSGATjIaU1WGww=="}}""", """
			{"type":"ACCEPT","framework_id":{"value":"f"},"accept":{"offer_ids":[{"value":"o"}],"operations":
			[{"type":"LAUNCH","launch":{"task_infos":[{"name":"t","task_id":{"value":"t"},"agent_id":{"value":"a"},
			"command":{"shell":true,"value":"exit 3"}}]}}],"filters":{"refuse_seconds":2.5}}}""" })
	void callIsReadAndWrittenUnchanged(String json) {
		Call.Builder call = Call.newBuilder();
		JsonNode tree = this.mapper.readTree(json);
		ProtobufJson.read(tree, call);
		assertThat((Object) this.mapper.readTree(ProtobufJson.write(call).toString())).isEqualTo(tree);
	}

}
