package io.ringhold.engine.config.option;

/** What gives way when memory is full: setting {@code maxmemory-policy}. */
public enum MaxmemoryPolicy {
    VOLATILE_LRU(true, Order.USE), VOLATILE_LFU(true, Order.FREQUENCY), VOLATILE_RANDOM(true,
            Order.RANDOM), VOLATILE_TTL(
                    true, Order.EXPIRY), ALLKEYS_LRU(false, Order.USE), ALLKEYS_LFU(false,
                            Order.FREQUENCY), ALLKEYS_RANDOM(false,
                                    Order.RANDOM), NOEVICTION(false, Order.NONE), VOLATILE_LRM(true,
                                            Order.CHANGE), ALLKEYS_LRM(false,
                                                    Order.CHANGE);

    /** Which keys go first. */
    public enum Order {
        /** Those that were not used for longest. */
        USE,
        /** Those that were not changed for longest. */
        CHANGE,
        /** Those that are used least often. */
        FREQUENCY,
        /** Those that expire soonest. */
        EXPIRY,
        /** Any. */
        RANDOM,
        /** None goes. */
        NONE
    }

    private final boolean onlyExpiring;
    private final Order order;

    MaxmemoryPolicy(final boolean onlyExpiring, final Order order) {
        this.onlyExpiring = onlyExpiring;
        this.order = order;
    }

    /** Whether only keys with an expiry go. */
    public boolean onlyExpiring() {
        return onlyExpiring;
    }

    /** Which keys go first. */
    public Order order() {
        return order;
    }
}
