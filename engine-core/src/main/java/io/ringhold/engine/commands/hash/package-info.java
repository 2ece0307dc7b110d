/** The commands of the group "hash". Values: {@link io.ringhold.engine.keyspace.hash.HashValues}. */
package io.ringhold.engine.commands.hash;
