package io.ringhold.tools.memory.result;

/**
 * A large element of a collection.
 *
 * @param element
 *            the name of a field or member, or the index or id of another element.
 * @param bytes
 *            of the element itself: of a field with its value, of all fields of a stream's entry.
 */
public record BigElement(int database, String key, String type, String element, long bytes) {}
