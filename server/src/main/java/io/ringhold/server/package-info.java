/**
 * The runnable server: connections, configuration files, the command line, start-up and shutdown.
 */
package io.ringhold.server;
