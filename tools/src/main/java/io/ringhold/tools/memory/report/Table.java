package io.ringhold.tools.memory.report;

import java.util.ArrayList;
import java.util.List;

/** A table as it is shown: the first column names the rows. */
record Table(String heading, String remark, List<String> header, List<List<String>> rows) {
    static Table of(final String heading, final String remark, final String... header) {
        return new Table(heading, remark, List.of(header), new ArrayList<>());
    }

    Table row(final String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }
}
