package io.ringhold.server.agent;

import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LastTurnAgentTest {
    private static final int ENOUGH_TURNS = 100;

    private final List<Throwable> reported = new ArrayList<>();
    private int turns;
    private int closed;

    /** Runs an agent on this thread that throws in each turn, to its end. */
    private void run(final Throwable failure) {
        final Agent agent = new Agent() {
            @Override
            public int doWork() throws Exception {
                if (++turns == ENOUGH_TURNS) {
                    throw new AgentTerminationException();
                }
                if (failure instanceof final Error error) {
                    throw error;
                }
                throw (Exception) failure;
            }

            @Override
            public String roleName() {
                return "failing";
            }

            @Override
            public void onClose() {
                closed++;
            }
        };
        new AgentRunner(NoOpIdleStrategy.INSTANCE, reported::add, null, new LastTurnAgent(agent)).run();
    }

    @Test
    void shouldDoNothingMoreWhenItHasThrown() {
        for (final Throwable failure : List.of(new IllegalStateException("broken"), new OutOfMemoryError("no heap"))) {
            turns = 0;
            closed = 0;
            reported.clear();
            run(failure);
            assertThat(turns).isEqualTo(1);
            assertThat(closed).isEqualTo(1);
            assertThat(reported).singleElement().isInstanceOf(AgentTerminationException.class)
                    .extracting(Throwable::getCause).isSameAs(failure);
        }
    }

    @Test
    void shouldEndAsItWantsTo() {
        final AgentTerminationException done = new AgentTerminationException("done");
        run(done);
        assertThat(turns).isEqualTo(1);
        assertThat(reported).containsExactly(done);
    }

    @Test
    void shouldEndWithoutAReportWhenItIsInterrupted() {
        for (final Exception interruption : List.of(new InterruptedException(), new ClosedByInterruptException())) {
            turns = 0;
            run(interruption);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(turns).isEqualTo(1);
            assertThat(reported).isEmpty();
        }
    }
}
