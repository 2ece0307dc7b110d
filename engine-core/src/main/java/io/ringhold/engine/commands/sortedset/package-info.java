/** The commands of the group "sorted-set". Values: {@link io.ringhold.engine.keyspace.SortedSetValues}. */
package io.ringhold.engine.commands.sortedset;
