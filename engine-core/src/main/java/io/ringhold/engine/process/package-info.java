/** What the operating system tells of this process and its machine, for INFO and MEMORY. Any thread; reads files. */
package io.ringhold.engine.process;
