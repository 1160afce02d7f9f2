/**
 * The public door of Ancho: who is asking, which service answers, and how much may come
 * in.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.gateway;
