/**
 * The check of RDB files: {@code RdbChecker} goes through a file and says what redis-check-rdb 7.0 says; {@code RdbFile} maps the file and has the
 * arena that values are built in, for the analysis of memory too. One thread.
 */
package io.ringhold.tools.rdb;
