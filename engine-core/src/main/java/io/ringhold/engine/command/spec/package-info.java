/**
 * What is fixed about commands, read from {@code resources/commands/*.json}: flags, groups, ACL categories, where keys stand,
 * documentation. It knows nothing of handlers or of data; the table of commands and the replies of COMMAND are made from it.
 *
 * <pre>
 *   commands/get.json --> SpecObject --> CommandSpecLoader --+--> CommandSpec (KeySpec, CommandFlag, ...)   when the table is built
 *                                                            +--> CommandDocs (ArgumentSpec)                when somebody asks
 *
 *   CommandSpec + Argv --> KeyFinder --> keys
 * </pre>
 */
package io.ringhold.engine.command.spec;
