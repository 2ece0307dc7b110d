package io.ringhold.engine.commands.server;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.resp.ReplyWriter;

/** DEBUG PROTOCOL: a reply of each type that RESP has, with Redis' values, by which client libraries test how they read them. Engine thread. */
final class DebugProtocol {
    private static final String UNKNOWN = "ERR Wrong protocol type name. Please use one of the following: string|integer|double|bignum|null|array|set|map|"
            + "attrib|push|verbatim|true|false";
    private static final byte[] TWO_LINES = "This is a verbatim\nstring".getBytes(StandardCharsets.US_ASCII);
    private static final int ELEMENTS = 3;

    private DebugProtocol() {}

    /** DEBUG PROTOCOL type. */
    static void execute(final CommandContext context) {
        final ReplyWriter reply = context.reply();
        switch (context.text(2).toLowerCase(Locale.ROOT)) {
            case "string" -> reply.bulk("Hello World");
            case "integer" -> reply.integer(12345);
            case "double" -> reply.doubleNumber("3.141");
            case "bignum" -> reply.bigNumber("1234567999999999999999999999999999999");
            case "null" -> reply.nullBulk();
            case "array" -> array(reply);
            case "set" -> set(reply);
            case "map" -> map(reply);
            case "attrib" -> attribute(reply);
            case "push" -> push(reply);
            case "verbatim" -> reply.verbatim("txt", TWO_LINES);
            case "true" -> reply.bool(true);
            case "false" -> reply.bool(false);
            default -> reply.error(UNKNOWN);
        }
    }

    private static void array(final ReplyWriter reply) {
        reply.array(ELEMENTS);
        for (int i = 0; i < ELEMENTS; i++) {
            reply.integer(i);
        }
    }

    private static void set(final ReplyWriter reply) {
        reply.set(ELEMENTS);
        for (int i = 0; i < ELEMENTS; i++) {
            reply.integer(i);
        }
    }

    private static void map(final ReplyWriter reply) {
        reply.map(ELEMENTS);
        for (int i = 0; i < ELEMENTS; i++) {
            reply.integer(i);
            reply.bool(i == 1);
        }
    }

    /** RESP2 has no attributes: there only what it is about is sent. */
    private static void attribute(final ReplyWriter reply) {
        if (reply.isResp3()) {
            reply.attribute(1);
            reply.bulk("key-popularity");
            reply.array(2);
            reply.bulk("key:123");
            reply.integer(90);
        }
        reply.bulk("Some real reply following the attribute");
    }

    private static void push(final ReplyWriter reply) {
        if (!reply.isResp3()) {
            reply.error("ERR RESP2 is not supported by this command");
            return;
        }
        reply.push(2);
        reply.bulk("server-cpu-usage");
        reply.integer(42);
        reply.bulk("Some real reply following the push reply");
    }
}
