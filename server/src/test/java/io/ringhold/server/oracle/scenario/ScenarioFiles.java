package io.ringhold.server.oracle.scenario;

import java.util.List;

import io.ringhold.server.oracle.CaseFiles;

/** The scenario files among the test resources. */
final class ScenarioFiles {
    private static final String FOLDER = "scenarios/";

    private ScenarioFiles() {}

    /**
     * The scenarios that a selection names: {@code transactions/watch.scenario} a file, {@code transactions} a folder,
     * {@code transactions/watch.scenario:12} the scenario that holds a line; nothing selects all.
     */
    static List<Scenario> select(String selection) {
        int colon = selection.indexOf(':');
        String path = FOLDER + (colon < 0 ? selection : selection.substring(0, colon));
        int line = colon < 0 ? 0 : Integer.parseInt(selection.substring(colon + 1));
        List<Scenario> selected = CaseFiles.parseAll(".scenario", ScenarioFile::parse).stream()
                .filter(scenario -> scenario.file().startsWith(path))
                .filter(scenario -> line == 0 || scenario.line() <= line && line <= scenario.steps().getLast().line())
                .toList();
        if (selected.isEmpty()) {
            throw new IllegalArgumentException("no scenario is at " + selection);
        }
        return selected;
    }
}
