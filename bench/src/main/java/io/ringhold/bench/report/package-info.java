/**
 * Shows a {@link io.ringhold.bench.result.Result Result} in one of the forms of {@link io.ringhold.bench.report.Format Format}: to people as
 * a table or a page, to programs as JSON, CSV or a log of histograms. The way in is {@link io.ringhold.bench.report.Reports Reports}:
 *
 * <pre>
 * Reports.write(result, Format.TABLE, System.out);      // any Appendable
 * Reports.write(result, Format.HTML, Path.of("a.html")); // or a file, in UTF-8
 * Reports.write(result, path);                          // the format by the file's name
 * </pre>
 *
 * The fields and units of each format are in {@code docs/benchmark-reports.md}; those of JSON and CSV stay as they are within a version of
 * the format. Everything here runs once, after the measuring, on the caller's thread, and keeps nothing between calls.
 */
package io.ringhold.bench.report;
