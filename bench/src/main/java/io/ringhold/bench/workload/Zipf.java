package io.ringhold.bench.workload;

/**
 * Ranks 1..n where rank k comes with a probability proportional to {@code k^-exponent}, for any exponent above 0 and without tables:
 * rejection-inversion, from W. Hoermann and G. Derflinger, "Rejection-inversion to generate variates from monotone discrete
 * distributions", ACM TOMACS 6 (1996). Immutable.
 */
final class Zipf {
    private static final double TAYLOR_BELOW = 1e-8;

    private final long n;
    private final double exponent;
    private final double integralOfOne;
    private final double integralOfN;
    private final double acceptedShift;

    Zipf(long n, double exponent) {
        this.n = n;
        this.exponent = exponent;
        integralOfOne = integral(1.5) - 1;
        integralOfN = integral(n + 0.5);
        acceptedShift = 2 - inverseIntegral(integral(2.5) - density(2));
    }

    /** A rank in [1, n]. */
    long next(Rng random) {
        while (true) {
            double u = integralOfN + random.nextDouble() * (integralOfOne - integralOfN);
            double x = inverseIntegral(u);
            long rank = Math.clamp((long) (x + 0.5), 1L, n);
            if ((double) rank - x <= acceptedShift || u >= integral(rank + 0.5) - density((double) rank)) {
                return rank;
            }
        }
    }

    private double density(double x) {
        return Math.exp(-exponent * Math.log(x));
    }

    /** The integral of the density, (x^(1-s) - 1) / (1-s), which is log x for s = 1. */
    private double integral(double x) {
        double log = Math.log(x);
        double t = (1 - exponent) * log;
        return log * (Math.abs(t) > TAYLOR_BELOW ? Math.expm1(t) / t : 1 + t / 2);
    }

    private double inverseIntegral(double y) {
        double t = Math.max(-1, y * (1 - exponent));
        double factor = Math.abs(t) > TAYLOR_BELOW ? Math.log1p(t) / t : 1 - t / 2;
        return Math.exp(factor * y);
    }
}
