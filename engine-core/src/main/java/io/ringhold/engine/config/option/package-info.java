/**
 * The values that settings can have where a number or a text would not do: choices, rules and limits. They are
 * immutable and know how Redis writes them.
 */
package io.ringhold.engine.config.option;
