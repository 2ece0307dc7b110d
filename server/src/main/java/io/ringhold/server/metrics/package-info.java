/**
 * The endpoint that Prometheus scrapes, while {@code metrics-port} is not 0. No class of this package, nor of its library, is loaded otherwise.
 *
 * <pre>
 *   GET /metrics -> ScrapeHandler --FigureSource--> [ ring ] -> engine: EngineFigures, between two batches
 *                        |  (the endpoint's threads)                        |
 *                        +-- text <- library <- SnapshotBuilder <-----------+
 * </pre>
 *
 * <p>
 * The engine only copies its figures; naming them and making text of them is the endpoint's work. Whatever HTTP clients do takes no
 * more than a few threads and connections that this package bounds.
 */
package io.ringhold.server.metrics;
