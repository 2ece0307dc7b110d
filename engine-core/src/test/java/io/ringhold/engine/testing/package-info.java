/**
 * A whole engine without threads, sockets or files, for tests of commands: requests are laid out in memory as a
 * transport would leave them and go through the real executor; replies come back as they would go over the wire. What a test
 * does may be measured for garbage on the Java heap.
 */
package io.ringhold.engine.testing;
