/** The commands of the group "list". Values: {@link io.ringhold.engine.keyspace.ListValues}. */
package io.ringhold.engine.commands.list;
