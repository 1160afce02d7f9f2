/**
 * How much of what a user may have: what everybody may, and what operators have set for
 * one.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.quota;
