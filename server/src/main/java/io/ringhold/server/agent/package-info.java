/** How agents get their threads: transport and engine in turn on one, or each on its own with a way to sleep. */
package io.ringhold.server.agent;
