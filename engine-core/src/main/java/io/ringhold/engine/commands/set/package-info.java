/** The commands of the group "set". Values: {@link io.ringhold.engine.keyspace.set.SetValues}. */
package io.ringhold.engine.commands.set;
