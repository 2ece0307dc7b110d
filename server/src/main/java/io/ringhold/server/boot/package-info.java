/**
 * From a command line to a running server, and to its end: what is made in which order, which threads there are, what is said
 * in the log, and what remains to be done when the server is told to stop. Cold path throughout.
 */
package io.ringhold.server.boot;
