/**
 * INFO, as a text and as figures of one moment. What it tells is written by the sections, which know nothing of the form
 * ({@link io.ringhold.engine.commands.server.info.section.InfoFields}). Engine thread.
 */
package io.ringhold.engine.commands.server.info;
