package io.ancho.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * The end of a run's statistics, in the topic {@link Topics#SUMMARIES}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = SummaryCompleted.class, name = "SummaryCompleted"),
		@JsonSubTypes.Type(value = SummaryFailed.class, name = "SummaryFailed") })
public sealed interface SummaryEvent permits SummaryCompleted, SummaryFailed {

	/**
	 * The run that was summarised.
	 * @return the run's id
	 */
	String run();

}
