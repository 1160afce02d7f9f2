package io.ancho.localstack.mesos.agent;

import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;

/**
 * What names a task: the same task id may be used by two frameworks.
 *
 * @param framework the framework's id
 * @param task the task's id
 */
public record TaskKey(FrameworkID framework, TaskID task) {
}
