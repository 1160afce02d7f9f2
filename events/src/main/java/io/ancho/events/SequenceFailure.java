package io.ancho.events;

import org.jspecify.annotations.Nullable;

/**
 * A sequence that failed, and what is known of it.
 *
 * @param sequence its index
 * @param errorType the exception's class, such as {@code ValueError}
 * @param message the exception's message
 * @param traceback the model author's own lines of the traceback, or null where there is
 * none
 */
public record SequenceFailure(long sequence, String errorType, String message, @Nullable String traceback) {
}
