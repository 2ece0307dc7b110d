/**
 * The check of append-only files: {@code AofChecker} goes through a manifest or a single file and speaks with the operator, {@code AofScanner}
 * walks over one file's commands, {@code AofFile} maps it. One thread. What is printed is what redis-check-aof 7.0 prints.
 */
package io.ringhold.tools.aof;
