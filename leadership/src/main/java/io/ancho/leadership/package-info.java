/**
 * Several instances of a service of which one leads, and how long it may act as if it
 * did.
 */
@NullMarked
package io.ancho.leadership;

import org.jspecify.annotations.NullMarked;
