/**
 * What happens to keys, and who is told: the hub is {@link io.ringhold.engine.event.KeyEvents}.
 */
package io.ringhold.engine.event;
