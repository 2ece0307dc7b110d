package io.ringhold.wal.rdb.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The hand-built files are what they should be: a real redis-server reads them, and sees in them what is seen here. */
class OldEncodingsIT {
    @TempDir
    private Path dir;

    @Test
    void shouldReadWhatRedisReads() throws Exception {
        Files.write(dir.resolve("dump.rdb"), OldFile.bytes());
        try (RealRedis redis = new RealRedis(dir); LoadFixture fixture = new LoadFixture()) {
            fixture.load(OldFile.bytes());
            for (final List<String> question : OldFile.questions()) {
                final String expected = redis.ask(question.stream().map(RdbFileBuilder::latin).toList());
                assertThat(Questions.ask(fixture.engine, question)).as("%s", question)
                        .isEqualTo(Questions.withoutWhatDiffers(expected));
            }
        }
    }
}
