package io.ringhold.engine.stats;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counters that INFO shows of the whole server. Engine thread. */
public final class ServerStatistics {
    private static final int MAX_ERROR_CODES = 128;

    private final Map<String, long[]> errors = new LinkedHashMap<>();
    private String[] codes = new String[0];
    private long[][] counts = new long[0][];
    private long commands;
    private long connections;
    private long changes;
    private long errorReplies;
    private long evictedClients;
    private long deniedAuthentications;
    private long outputLimitDisconnections;
    private long startupMemory;
    private long peakMemory;
    private final Rate commandRate = new Rate();

    /** A command has been executed. */
    public void commandProcessed() {
        commands++;
    }

    /** A connection was accepted. */
    public void connectionAccepted() {
        connections++;
    }

    /** So many things in the data have changed. */
    public void changed(final long howMany) {
        changes += howMany;
    }

    /** A client was closed for maxmemory-clients. */
    public void clientEvicted() {
        evictedClients++;
    }

    /** A password was wrong. */
    public void authenticationDenied() {
        deniedAuthentications++;
    }

    /** How often a password was wrong. */
    public long deniedAuthentications() {
        return deniedAuthentications;
    }

    /** A client was closed for client-output-buffer-limit. */
    public void outputLimitPassed() {
        outputLimitDisconnections++;
    }

    /** Clients closed for client-output-buffer-limit. */
    public long outputLimitDisconnections() {
        return outputLimitDisconnections;
    }

    /** Clients closed for maxmemory-clients. */
    public long evictedClients() {
        return evictedClients;
    }

    /** An error was sent; it is counted by its first word. Allocates for a word that is new. */
    public void errorReplied(final String message) {
        errorReplies++;
        for (int i = 0; i < codes.length; i++) {
            final String code = codes[i];
            if (message.startsWith(code)
                    && (message.length() == code.length() || message.charAt(code.length()) == ' ')) {
                counts[i][0]++;
                return;
            }
        }
        if (codes.length < MAX_ERROR_CODES) {
            final int end = message.indexOf(' ');
            errors.put(end < 0 ? message : message.substring(0, end), new long[] {1});
            codes = errors.keySet().toArray(new String[0]);
            counts = errors.values().toArray(new long[0][]);
        }
    }

    /** Takes samples for rates and peaks; called some times a second. */
    public void sample(final long nowNs, final long usedMemory) {
        peakMemory = Math.max(peakMemory, usedMemory);
        commandRate.sample(nowNs, commands);
    }

    /** Commands per second over the last samples. */
    public long commandsPerSecond() {
        return (long) commandRate.perSecond();
    }

    /** Notes the memory in use before there are data and clients. */
    public void started(final long usedMemory) {
        startupMemory = usedMemory;
    }

    /** Memory in use before there were data and clients. */
    public long startupMemory() {
        return startupMemory;
    }

    /** Most memory that was seen in use. */
    public long peakMemory() {
        return peakMemory;
    }

    public long commands() {
        return commands;
    }

    public long connections() {
        return connections;
    }

    /** Changes to the data since the server started. */
    public long changes() {
        return changes;
    }

    /** Errors sent to clients. */
    public long errorReplies() {
        return errorReplies;
    }

    /** Errors sent by code word; each value is an array of one. */
    public Map<String, long[]> errorCounts() {
        return errors;
    }

    /** CONFIG RESETSTAT. */
    public void reset() {
        errors.clear();
        codes = new String[0];
        counts = new long[0][];
        commands = 0;
        commandRate.restart();
        connections = 0;
        evictedClients = 0;
        deniedAuthentications = 0;
        outputLimitDisconnections = 0;
        errorReplies = 0;
    }
}
