package io.ringhold.engine.pipeline;

import java.util.concurrent.atomic.AtomicInteger;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.resp.Ascii;
import io.ringhold.engine.resp.ReplyWriter;
import io.ringhold.offheap.memory.Decimal;
import org.agrona.concurrent.Agent;

/**
 * The least engine that a transport can be tested with: answers PONG to every command, but ECHO x with x, BIG n with a bulk of
 * n bytes, QUIT by closing after its reply, and KILL by closing at once. In this package because the ring's events are.
 */
public final class PongEngine implements Agent {
    private final CommandRing ring;
    private final ReplyWriter reply = new ReplyWriter();
    public final AtomicInteger connected = new AtomicInteger();
    public final AtomicInteger disconnected = new AtomicInteger();

    public PongEngine(final CommandRing ring) {
        this.ring = ring;
    }

    @Override
    public String roleName() {
        return "pong-engine";
    }

    @Override
    public int doWork() {
        int handled = 0;
        for (RingEvent event = ring.peek(0); event != null; event = ring.peek(0)) {
            handle(event);
            event.clear();
            ring.take(1);
            handled++;
        }
        return handled;
    }

    public long idleNs() {
        return ring.hasWork() ? 0 : 100_000_000;
    }

    private void handle(final RingEvent event) {
        switch (event.kind) {
            case CONNECTED -> connected.incrementAndGet();
            case DISCONNECTED -> {
                event.session.output().release();
                disconnected.incrementAndGet();
            }
            case HUNG_UP -> {
                // nothing waits here
            }
            case COMMANDS -> execute(event.session, event.batch);
            case TASK -> event.task.run();
        }
    }

    private void execute(final Session session, final RequestBatch batch) {
        session.output().reclaim();
        reply.begin(session);
        for (int frame = 0; frame < batch.end() && session.closing() == Closing.NO; frame = batch.nextFrame(frame)) {
            execute(session, batch, frame);
        }
        if (batch.protocolError() != null && session.closing() == Closing.NO) {
            reply.error("ERR " + batch.protocolError());
            session.close(Closing.AFTER_REPLIES);
        }
        session.output().publish();
        session.completeBatch(batch);
        session.signal();
    }

    private void execute(final Session session, final RequestBatch batch, final int frame) {
        switch (Ascii.text(batch.argumentAddress(frame, 0), batch.argumentLength(frame, 0))) {
            case "ECHO" -> reply.bulk(batch.argumentAddress(frame, 1), batch.argumentLength(frame, 1));
            case "BIG" -> {
                final int length = (int) Decimal.parse(batch.argumentAddress(frame, 1), batch.argumentLength(frame, 1));
                reply.bulk(new byte[length]);
            }
            case "QUIT" -> {
                reply.simple("OK");
                session.close(Closing.AFTER_REPLIES);
            }
            case "KILL" -> session.close(Closing.NOW);
            default -> reply.simple("PONG");
        }
    }
}
