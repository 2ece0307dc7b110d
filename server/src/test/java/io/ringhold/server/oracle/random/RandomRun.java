package io.ringhold.server.oracle.random;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.ringhold.server.oracle.ServerPair;
import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.random.Replay.Difference;
import io.ringhold.server.oracle.resp.Command;

/** Plays episodes of random commands, and fails with a script that is as short as it could be made. For one thread. */
public final class RandomRun {
    private static final int EPISODE = 2_000;
    private static final int TRIALS = 400;
    private static final int LAST = 20;

    private final ServerPair servers;
    private final int protocol;

    /** Plays on these servers with RESP version 2 or 3. */
    public RandomRun(ServerPair servers, int protocol) {
        this.servers = servers;
        this.protocol = protocol;
    }

    /**
     * Plays episodes, the first with the given seed, each further one with the next, until {@code count} commands are done.
     *
     * @throws AssertionError when the servers differ
     */
    public void play(long seed, int count) {
        long episode = seed;
        for (int left = count; left > 0; left -= EPISODE) {
            episode(episode++, Math.min(EPISODE, left));
        }
    }

    private void episode(long seed, int count) {
        Replay replay = new Replay(servers, protocol);
        List<Command> commands = new CommandGenerator(seed).commands(count);
        Optional<Difference> found = replay.play(commands);
        if (found.isPresent()) {
            Difference difference = found.get();
            List<Command> played = commands.subList(0, difference.index() + 1);
            List<Command> script = Shrinker.shrink(played, candidate -> replay.play(candidate).isPresent(), TRIALS);
            String shrunk = replay.play(script).map(Difference::text).orElse("(the short script failed only once)");
            throw new AssertionError("random commands, RESP" + protocol + ", seed " + seed + ", command "
                    + difference.index() + ": " + difference.text() + "\nthe last commands:\n"
                    + script(played.subList(Math.max(0, played.size() - LAST), played.size()))
                    + "\na script of " + script.size() + " commands:\n" + script(script) + "\nwhich gives: " + shrunk
                    + "\nrepeat: mvn -q -pl server -am verify -Dtest=none -Dit.test=RandomCommandsIT -Dringhold.seed="
                    + seed + (ServerProcess.isSelfCheck() ? " -Dringhold.oracle.subject=redis-server" : ""));
        }
    }

    private static String script(List<Command> commands) {
        return commands.stream().map(command -> "  " + command).collect(Collectors.joining("\n"));
    }
}
