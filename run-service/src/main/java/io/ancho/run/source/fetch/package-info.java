/**
 * The process that fetches one source and ends: strangers' servers are talked to, and
 * their packs unpacked, within a heap, a time and an environment that hold nothing else.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.source.fetch;
