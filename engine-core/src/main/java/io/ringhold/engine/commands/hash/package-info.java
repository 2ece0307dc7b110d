/** The commands of the group "hash". Values: {@link io.ringhold.engine.keyspace.HashValues}. */
package io.ringhold.engine.commands.hash;
