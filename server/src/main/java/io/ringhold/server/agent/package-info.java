/** How agents get their threads: transport and engine in turn on one, or each on its own with a way to sleep; and that one which throws does nothing more. */
package io.ringhold.server.agent;
