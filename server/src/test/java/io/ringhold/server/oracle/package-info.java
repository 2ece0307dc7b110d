/**
 * The differential test harness: the same commands go to Debian's {@code redis-server} and to the server under test,
 * and replies and resulting keyspaces are compared.
 *
 * <pre>
 *  oracle/&lt;group&gt;/&lt;command&gt;.cases --CaseFile--> OracleCase --+
 *                                                            +--> CaseRunner --RespConnection--> redis-server
 *  random.CommandGenerator ----------------> RandomRun ------+                 RespConnection--> subject
 *                                                                    |
 *                              Rule (replies), KeyspaceDump (state) <+
 * </pre>
 *
 * {@link io.ringhold.server.oracle.CasesIT} plays the case files,
 * {@link io.ringhold.server.oracle.random.RandomCommandsIT} the generated commands; what several clients hear of one another is
 * compared in {@link io.ringhold.server.oracle.scenario}. {@code -Dringhold.oracle.subject=
 * redis-server} puts a second redis-server in the subject's place, which shows that the harness itself finds nothing
 * where there is nothing to find.
 */
package io.ringhold.server.oracle;
