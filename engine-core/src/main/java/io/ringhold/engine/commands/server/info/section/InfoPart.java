package io.ringhold.engine.commands.server.info.section;

/**
 * A part of a field that has several: {@code keys=1} of {@code db0:keys=1,expires=0,avg_ttl=0}.
 *
 * @param name
 *            as INFO shows it.
 * @param value
 *            its figure.
 */
public record InfoPart(String name, long value) {}
