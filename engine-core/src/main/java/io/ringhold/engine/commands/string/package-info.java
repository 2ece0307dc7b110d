/**
 * The commands on strings, one class per theme, gathered by {@link io.ringhold.engine.commands.string.StringCommands}.
 * Where the bytes of a string are is the business of {@link io.ringhold.engine.keyspace.StringValues}; here is what
 * clients see: options, errors, replies, and what the log keeps. A command whose outcome depends on the time, on a
 * condition or on floating point is logged as the plain SET, DEL, PEXPIREAT or PERSIST that it came to.
 */
package io.ringhold.engine.commands.string;
