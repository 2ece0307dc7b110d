package io.ringhold.bench.load.measure;

import io.ringhold.bench.result.Interval;

/** Hears how a run goes on. Called by the thread that runs the driver. */
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = new ProgressListener() {
        @Override
        public void onWarmup(double seconds) {
            // Not shown.
        }

        @Override
        public void onInterval(Interval interval) {
            // Not shown.
        }
    };

    /** The load has begun, and is measured after so many seconds. */
    void onWarmup(double seconds);

    /** About a second of the measured time has passed. */
    void onInterval(Interval interval);
}
