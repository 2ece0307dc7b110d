/** Eviction of whole servers: what stays in a full cache beside redis-server, and that memory keeps to its limit under load. */
package io.ringhold.server.eviction;
