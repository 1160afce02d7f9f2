package io.ancho.localstack.mesos.agent;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A process that has to end well before a task can start.
 *
 * @param command words of its command line
 * @param sandbox the folder that it works in; what it says of errors goes to
 * {@code stderr} there
 * @param refusal what becomes of the task if it ends otherwise, given its exit status and
 * those words
 */
record Step(List<String> command, Path sandbox, BiFunction<Integer, String, Refusal> refusal) {
}
