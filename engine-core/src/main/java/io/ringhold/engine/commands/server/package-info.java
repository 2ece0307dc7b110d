/**
 * Commands about the server: its commands, its settings, its memory, emptying databases, DEBUG, SHUTDOWN. INFO's sections and
 * DEBUG's digests are in packages of their own. All run on the engine thread; they are not meant to be fast.
 */
package io.ringhold.engine.commands.server;
