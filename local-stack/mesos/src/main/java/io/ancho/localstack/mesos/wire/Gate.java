package io.ancho.localstack.mesos.wire;

import java.util.Optional;

import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

import io.ancho.localstack.mesos.master.EventSink;
import io.ancho.localstack.mesos.master.Reply;

/**
 * Where schedulers' calls go in: the master itself, or what spoils its work.
 */
public interface Gate {

	/**
	 * Why nobody is served now.
	 * @return the answer to every call, or empty if calls are served
	 */
	Optional<Reply> unavailable();

	void subscribe(Call.Subscribe call, String streamId, EventSink sink);

	Reply handle(Call call, @Nullable String streamId);

	/**
	 * A stream's reader has gone.
	 * @param streamId the stream's id
	 */
	void disconnected(String streamId);

}
