package io.ringhold.engine.monitor;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.config.Setting;

/**
 * Tells which arguments of the command that runs are passwords, or names that go with them: others may not see these. Arguments are asked
 * for in their order. Engine thread.
 */
public final class SecretArguments {
    /** What is shown in their place. */
    public static final String SHOWN_INSTEAD = "(redacted)";

    /** Longer names are of no setting. */
    private static final int LONGEST_NAME = 128;
    private static final int FIRST_OF_MIGRATE = 6;

    private enum Kind {
        NONE, AUTH, HELLO, CONFIG_SET, MIGRATE
    }

    private CommandContext context;
    private Kind kind;
    /** Of HELLO and MIGRATE: where the next option begins. */
    private int option;
    /** Of HELLO and MIGRATE: behind the last argument of an AUTH. */
    private int secretEnd;

    /** Begins with the first argument of the context's command. */
    public void begin(final CommandContext newContext) {
        context = newContext;
        kind = switch (newContext.command().fullName()) {
            case "auth" -> Kind.AUTH;
            case "hello" -> Kind.HELLO;
            case "config|set" -> Kind.CONFIG_SET;
            case "migrate" -> Kind.MIGRATE;
            default -> Kind.NONE;
        };
        option = kind == Kind.MIGRATE ? FIRST_OF_MIGRATE : 2;
        secretEnd = 0;
    }

    /** True when an argument is not to be shown. */
    public boolean isSecret(final int argument) {
        return switch (kind) {
            case NONE -> false;
            case AUTH -> argument >= 1;
            case HELLO -> isSecretOfHello(argument);
            case CONFIG_SET -> isSecretOfConfigSet(argument);
            case MIGRATE -> isSecretOfMigrate(argument);
        };
    }

    /** HELLO version [AUTH user password] [SETNAME name]. */
    private boolean isSecretOfHello(final int argument) {
        if (argument != option) {
            return argument < secretEnd;
        }
        final boolean auth = context.is(argument, "AUTH");
        option += auth ? 3 : 2;
        secretEnd = auth ? option : 0;
        return false;
    }

    /** MIGRATE host port key database timeout [COPY] [REPLACE] [AUTH password] [AUTH2 user password] [KEYS key ...]. */
    private boolean isSecretOfMigrate(final int argument) {
        if (argument != option) {
            return argument < secretEnd;
        }
        if (context.is(argument, "KEYS")) {
            option = Integer.MAX_VALUE;
            return false;
        }
        option += context.is(argument, "AUTH") ? 2 : context.is(argument, "AUTH2") ? 3 : 1;
        secretEnd = option;
        return false;
    }

    /** CONFIG SET name value [name value ...]. */
    private boolean isSecretOfConfigSet(final int argument) {
        if (argument < 3 || argument % 2 == 0 || context.argumentLength(argument - 1) > LONGEST_NAME) {
            return false;
        }
        final Setting<?> setting = context.engine().settings().find(context.text(argument - 1));
        return setting != null && setting.isSensitive();
    }
}
