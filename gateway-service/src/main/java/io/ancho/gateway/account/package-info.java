/**
 * Users as the API shows them: each one to themselves, all of them to operators.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.gateway.account;
