/**
 * Several clients at once, compared with redis-server: what each of them is told, replies and pushes, in order.
 *
 * <pre>
 *  oracle/scenarios/**.scenario --ScenarioFile--> Scenario --+                   +--> Clients, Masks --> redis-server
 *                                                            +--> ScenarioRunner +
 *  oracle/clients.grammar --ScenarioGenerator---> Scenario --+                   +--> Clients, Masks --> subject
 * </pre>
 *
 * Steps are strictly sequential. After each, every client sends a barrier ({@link io.ringhold.server.oracle.scenario.Client}), so
 * that all that the step caused has arrived; a client that waits for a key has its turn when the server says that it no longer
 * does. No time is waited for. {@link io.ringhold.server.oracle.scenario.Masks} replace what differs between any two servers.
 */
package io.ringhold.server.oracle.scenario;
