/** Commands of the group "stream": entries, their consumer groups, and waiting for either. */
package io.ringhold.engine.commands.stream;
