package io.ringhold.engine.config;

import java.util.List;

/** Writes {@code docs/configuration.md} from the table; a test compares the page with what is written here. */
final class ConfigPage {
    private static final String HEAD = """
            # Configuration

            This page is generated from the table of settings (`io.ringhold.engine.config`); do not edit it.

            Ringhold takes `redis.conf` and the command line of `redis-server`. It knows every name of Redis 7.2's
            configuration. A setting that does nothing keeps its value for CONFIG GET, CONFIG SET and CONFIG REWRITE;
            the last part of this page lists those with the reason.

            - Memory is written with a unit: `k` is 1000 bytes, `kb` 1024, and so on for `m`, `mb`, `g`, `gb`, in any
              case.
            - "fixed" means that CONFIG SET cannot change it; "protected" that `enable-protected-configs` decides.
            - The directives `include` (also with a pattern) and `rename-command` are read too. `user`, `aclfile` and
              `loadmodule` stop the start with an error: to pass over them silently would be worse.
            """;

    private ConfigPage() {}

    static String render(final Settings settings) {
        final StringBuilder page = new StringBuilder(HEAD);
        for (final SettingGroup group : SettingGroup.values()) {
            final List<Setting<?>> members = settings.all().stream().filter(
                    setting -> setting.group() == group && setting.effect().kind() == Effect.Kind.EFFECTIVE).toList();
            if (!members.isEmpty()) {
                page.append("\n## ").append(group.title()).append("\n\n")
                        .append("| setting | type | default | effect |\n| --- | --- | --- | --- |\n");
                members.forEach(setting -> appendRow(page, setting));
            }
        }
        page.append("\n## Settings that do nothing\n\n");
        for (final SettingGroup group : SettingGroup.values()) {
            final List<Setting<?>> members = settings.all().stream().filter(
                    setting -> setting.group() == group && setting.effect().kind() != Effect.Kind.EFFECTIVE).toList();
            if (!members.isEmpty()) {
                page.append("### ").append(group.title()).append("\n\n")
                        .append("| setting | type | default | why |\n| --- | --- | --- | --- |\n");
                members.forEach(setting -> appendRow(page, setting));
                page.append('\n');
            }
        }
        return page.toString().stripTrailing() + "\n";
    }

    private static void appendRow(final StringBuilder page, final Setting<?> setting) {
        final StringBuilder names = new StringBuilder("`" + setting.name() + "`");
        setting.aliases().forEach(alias -> names.append(", `").append(alias).append('`'));
        final String change = setting.isImmutable() ? "; fixed" : setting.isProtected() ? "; protected" : "";
        final String standard = setting.describeDefault();
        page.append("| ").append(names).append(" | ").append(setting.describe()).append(change).append(" | ")
                .append(standard.isEmpty() ? "" : "`" + standard + "`").append(" | ").append(setting.effect().note())
                .append(" |\n");
    }
}
