package io.ringhold.engine.config;

import java.util.List;

/** What the table says about a setting besides its type. */
record Definition(
        String name, List<String> aliases, SettingGroup group, Effect effect, boolean immutable, boolean isProtected,
        boolean hidden, boolean sensitive, boolean deniedWhileLoading) {

    /** A setting that does something; the text says what. */
    static Definition effective(final String name, final SettingGroup group, final String what) {
        return new Definition(name, List.of(), group, Effect.effective(what), false, false, false, false, false);
    }

    /** A setting whose value is kept only. */
    static Definition kept(final String name, final SettingGroup group, final Effect effect) {
        return new Definition(name, List.of(), group, effect, false, false, false, false, false);
    }

    Definition alias(final String... others) {
        return new Definition(name, List.of(others), group, effect, immutable, isProtected, hidden, sensitive,
                deniedWhileLoading);
    }

    /** It cannot be changed while the server runs. */
    Definition fixed() {
        return new Definition(name, aliases, group, effect, true, isProtected, hidden, sensitive,
                deniedWhileLoading);
    }

    /** It can be changed while the server runs only as enable-protected-configs allows. */
    Definition guarded() {
        return new Definition(name, aliases, group, effect, immutable, true, hidden, sensitive,
                deniedWhileLoading);
    }

    /** CONFIG GET shows it only when asked for its very name. */
    Definition unlisted() {
        return new Definition(name, aliases, group, effect, immutable, isProtected, true, sensitive,
                deniedWhileLoading);
    }

    /** Its value must not be logged. */
    Definition secret() {
        return new Definition(name, aliases, group, effect, immutable, isProtected, hidden, true,
                deniedWhileLoading);
    }

    /** It cannot be changed while the data of an earlier run are loaded. */
    Definition notWhileLoading() {
        return new Definition(name, aliases, group, effect, immutable, isProtected, hidden, sensitive, true);
    }
}
