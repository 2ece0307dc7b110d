/**
 * The settings. One table drives the parsing of {@code redis.conf} and of the command line, CONFIG GET, SET and
 * REWRITE, and the page {@code docs/configuration.md}.
 *
 * <pre>
 *   redis.conf, stdin, command line --> RedisConf --+                        +--> value(): engine, transports, log
 *                                                   +--> Settings (table) ---+--> listeners, which may refuse
 *   CONFIG SET -------------------------------------+                        +--> CONFIG GET, rewriter, page
 * </pre>
 *
 * <p>
 * The engine thread alone changes settings once the server runs. Texts hold one byte in each char (ISO-8859-1), so
 * that passwords and names of any bytes pass unchanged.
 */
package io.ringhold.engine.config;
