package io.ringhold.server.boot;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

import io.ringhold.server.log.ServerLog;

/**
 * SIGTERM and SIGINT shut the server down in an orderly way; a second SIGINT ends it at once. SIGHUP, which a terminal sends when it is
 * closed, is passed over.
 *
 * <p>
 * A shutdown hook would do for the first, but not for the second, nor for the exit status of 0, and it does not know which
 * signal it was. So the handlers are those of {@code sun.misc.Signal} in the module jdk.unsupported, bound by reflection as javac
 * warns of the class, and this build takes warnings for errors.
 */
public final class Signals {
    private Signals() {}

    /** Takes over the signals. */
    public static void install(final ServerProcess server, final ServerLog log) {
        final AtomicBoolean stopping = new AtomicBoolean();
        handle("TERM", () -> {
            log.signal("Received SIGTERM scheduling shutdown...");
            stopping.set(true);
            server.requestShutdown(() -> stopping.set(false));
        });
        handle("HUP", () -> {
            // the log's file is opened for each line, and settings are not read again: there is nothing to do, as in Redis
        });
        handle("INT", () -> {
            if (stopping.getAndSet(true)) {
                log.signal("You insist... exiting now.");
                Runtime.getRuntime().halt(1);
            }
            log.signal("Received SIGINT scheduling shutdown...");
            server.requestShutdown(() -> stopping.set(false));
        });
    }

    private static void handle(final String name, final Runnable action) {
        try {
            final Class<?> signal = Class.forName("sun.misc.Signal");
            final Class<?> handler = Class.forName("sun.misc.SignalHandler");
            final Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            action.run();
                            yield null;
                        }
                        case "hashCode" -> name.hashCode();
                        case "equals" -> System.identityHashCode(self) == System.identityHashCode(arguments[0]);
                        default -> "handler of SIG" + name;
                    });
            final Method install = signal.getMethod("handle", signal, handler);
            install.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (final InvocationTargetException e) {
            throw new IllegalStateException("SIG" + name + " cannot be handled: start the JVM without -Xrs", e);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM has no sun.misc.Signal", e);
        }
    }
}
