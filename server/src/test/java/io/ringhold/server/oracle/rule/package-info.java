/**
 * When two replies count as the same ({@link io.ringhold.server.oracle.rule.Rule}), and how case files write one down
 * ({@link io.ringhold.server.oracle.rule.ReplyLiteral}).
 */
package io.ringhold.server.oracle.rule;
