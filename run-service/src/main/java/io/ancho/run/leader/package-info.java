/**
 * Of several instances one leads: it alone plans, counts, publishes, deletes, and answers
 * requests about runs.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.leader;
