/**
 * Memory reports as table, JSON, CSV and page: {@code Reports} writes them, each format has a class. {@code Sections} makes the tables that the text and
 * the page share. Stateless; what is written depends on the report alone.
 */
package io.ringhold.tools.memory.report;
