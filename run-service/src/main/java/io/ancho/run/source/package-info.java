/**
 * Where a model comes from if it is not uploaded: a git repository, or an archive at an
 * address. What is fetched is fetched by a process of its own.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.source;
