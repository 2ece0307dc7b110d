package io.ringhold.server.oracle.resp;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RespParserTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"+OK|; OK", "+|; ``", "-ERR no|; (error) ERR no",
        ":-12|; (integer) -12", "$5|a b c|; \"a b c\"", "$0||; \"\"", "$2|||; \"\\r\\n\"", "$-1|; (nil)",
        "*-1|; (nil array)", "*0|; []", "*2|:1|*1|+a|; [(integer) 1, [a]]", "_|; (null)", "#t|; (boolean) t",
        ",1.5|; (double) 1.5", ",-inf|; (double) -inf", ",1e+20|; (double) 1e+20", "(-123|; (big) -123",
        "!3|ERR|; (bulk error) \"ERR\"", "=7|txt:abc|; (verbatim) \"txt:abc\"", "~1|+a|; ~[a]", ">1|+a|; >[a]",
        "%1|+a|:1|; %[a, (integer) 1]", "|1|+a|:1|+b|; |[a, (integer) 1] b"})
    void shouldShowAndRewriteWhatItRead(String wire, String shown) throws IOException {
        // The bar stands for CRLF, but not as the type of attributes.
        String bytes = wire.startsWith("|") ? "|" + wire.substring(1).replace("|", "\r\n") : wire.replace("|", "\r\n");
        Reply reply = parser(bytes).read();
        assertThat(reply).hasToString(shown);
        assertThat(new String(reply.wire(), StandardCharsets.ISO_8859_1)).isEqualTo(bytes);
    }

    @Test
    void shouldReadOneReplyAfterTheOther() throws IOException {
        RespParser parser = parser("+a\r\n$1\r\nb\r\n:3\r\n");
        assertThat(parser.read().text()).isEqualTo("a");
        assertThat(parser.read().text()).isEqualTo("b");
        assertThat(parser.read()).isEqualTo(new Reply.Scalar(':', Bytes.of("3")));
        assertThatExceptionOfType(EOFException.class).isThrownBy(parser::read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?\r\n", "+a\n", "+a\rb", ":+1\r\n", ":01\r\n", ":\r\n", ":-0\r\n", "$01\r\na\r\n",
        "$-2\r\n",
        "$1\r\nab\r\n", "*-2\r\n", "~-1\r\n", "_x\r\n", "#x\r\n", ",abc\r\n", "(1.5\r\n", "$?\r\n"})
    void shouldRefuseWhatIsNotRespToTheLetter(String wire) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> parser(wire).read());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+a", "+a\r", "$3\r\nab", "$3\r\nabc", "*2\r\n+a\r\n", "%1\r\n+a\r\n"})
    void shouldSayThatTheStreamEndedWhenAReplyIsCut(String wire) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> parser(wire).read());
    }

    private static RespParser parser(String wire) {
        return new RespParser(new ByteArrayInputStream(wire.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
