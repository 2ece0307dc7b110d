/**
 * The sections of INFO. Each is an {@link io.ringhold.engine.commands.server.info.section.InfoSection} and writes Redis' field names; a field
 * that has no meaning here, or whose feature is not there, is left out. Engine thread.
 */
package io.ringhold.engine.commands.server.info.section;
