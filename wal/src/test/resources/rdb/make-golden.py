#!/usr/bin/env python3
"""Writes the golden files of this directory: NAME.rdb by a real redis-server, and NAME.txt with what it answers about them.

    python3 make-golden.py [NAME...]

Needs redis-server 7.0 on the path. Each line of NAME.txt is a command, a tab, and the reply as it goes over the wire, with \\r, \\n, \\t,
backslashes and bytes beyond ASCII escaped. What differs between servers, or with the time, is left out:
radix trees, idle times.
"""
import os, re, shutil, socket, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
FAR = 4102444800000  # 2100-01-01, in ms


class Redis:
    def __init__(self, *options):
        self.dir = tempfile.mkdtemp(prefix='make-golden-')
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            port = free.getsockname()[1]
        self.process = subprocess.Popen(
            ['redis-server', '--port', str(port), '--bind', '127.0.0.1', '--dir', self.dir, '--save', '',
             '--daemonize', 'no', '--enable-debug-command', 'yes', *options], stdout=subprocess.DEVNULL)
        while True:
            try:
                self.socket = socket.create_connection(('127.0.0.1', port))
                break
            except ConnectionRefusedError:
                time.sleep(0.02)
        self.file = self.socket.makefile('rb')

    def __call__(self, *words):
        words = [w if isinstance(w, bytes) else str(w).encode() for w in words]
        self.socket.sendall(b'*%d\r\n' % len(words) + b''.join(b'$%d\r\n%s\r\n' % (len(w), w) for w in words))
        reply = self.reply()
        assert not reply.startswith(b'-'), (words, reply)
        return reply

    def reply(self):
        line = self.file.readline()
        count = int(line[1:]) if line[:1] in b'$*' else 0
        if line[:1] == b'$' and count >= 0:
            return line + self.file.read(count + 2)
        if line[:1] == b'*':
            return line + b''.join(self.reply() for _ in range(count))
        return line

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.dir)


def items(reply):
    """The bulk strings of a flat reply."""
    found, at = [], 0
    while at < len(reply):
        end = reply.index(b'\r\n', at)
        if reply[at:at + 1] == b'$':
            length = int(reply[at + 1:end])
            found.append(reply[end + 2:end + 2 + length])
            end += 2 + length
        at = end + 2
    return found


def questions(redis, key, kind):
    yield 'TYPE', key
    if kind == 'string':
        yield 'GET', key
    elif kind == 'list':
        yield 'LRANGE', key, 0, -1
    elif kind == 'set':
        yield 'SCARD', key
        yield 'SORT', key, 'ALPHA'
    elif kind == 'hash':
        yield 'HLEN', key
        for field in sorted(items(redis('HKEYS', key))):
            yield 'HGET', key, field
    elif kind == 'zset':
        yield 'ZRANGE', key, 0, -1, 'WITHSCORES'
        for member in items(redis('ZRANGE', key, 0, -1))[:5]:
            yield 'ZRANK', key, member
            yield 'ZSCORE', key, member
    elif kind == 'stream':
        yield 'XLEN', key
        yield 'XRANGE', key, '-', '+'
        yield 'XREVRANGE', key, '+', '-', 'COUNT', 3
        yield 'XINFO', 'STREAM', key
        yield 'XINFO', 'GROUPS', key
        for group in [name for name in (b'g1', b'g2', b'empty') if name in redis('XINFO', 'GROUPS', key)]:
            yield 'XPENDING', key, group
            yield 'XPENDING', key, group, '-', '+', 100
    yield 'PEXPIRETIME', key


def escaped(data):
    return ''.join({'\\': '\\\\', '\r': '\\r', '\n': '\\n', '\t': '\\t'}.get(c, c if ' ' <= c <= '~' else '\\x%02x' % ord(c))
                   for c in data.decode('latin-1'))


def without_what_differs(reply):
    reply = re.sub(rb'\$15\r\nradix-tree-keys\r\n:\d+\r\n\$16\r\nradix-tree-nodes\r\n:\d+\r\n', b'', reply)
    return re.sub(rb'\r\n:\d+\r\n:(\d+)\r\n', rb'\r\n:idle\r\n:\1\r\n', reply)


def word(value):
    return escaped(value if isinstance(value, bytes) else str(value).encode()).replace(' ', '\\x20')


def describe(redis, path):
    with open(path, 'w') as out:
        for database in range(16):
            redis('SELECT', database)
            keys = sorted(items(redis('KEYS', '*')))
            if not keys and database > 0:
                continue
            lines = [('SELECT', database), ('DBSIZE',)]
            for key in keys:
                lines += questions(redis, key, redis('TYPE', key)[1:-2].decode())
            for question in lines:
                reply = without_what_differs(redis(*question))
                out.write(' '.join(word(w) for w in question) + '\t' + escaped(reply) + '\n')


def make(name, commands, *options):
    redis = Redis(*options)
    try:
        commands(redis)
        redis('SAVE')
        describe(redis, os.path.join(HERE, name + '.txt'))
        shutil.copy(os.path.join(redis.dir, 'dump.rdb'), os.path.join(HERE, name + '.rdb'))
    finally:
        redis.close()


BYTES = bytes(range(256))


def string_raw(r):
    r('SET', '', '')
    r('SET', 'short', 'hello')
    r('SET', 'binary', BYTES)
    r('SET', BYTES, 'binary key')
    r('SET', 'length:63', os.urandom(63).hex()[:63])
    r('SET', 'length:64', os.urandom(64).hex()[:64])
    r('SET', 'length:16384', os.urandom(16384))
    r('SET', 'k' * 300, 'long key')


def string_integer(r):
    for n in (0, 1, -1, 127, -128, 128, 32767, -32768, 32768, 2 ** 31 - 1, -2 ** 31, 2 ** 31, 2 ** 63 - 1, -2 ** 63):
        r('SET', 'int:%d' % n, n)
    for text in ('007', '+1', '-0', ' 1', str(2 ** 63)):
        r('SET', 'text:' + text, text)


def string_lzf(r):
    r('SET', 'a' * 40, 'compressed key')
    r('SET', 'repeated', 'x' * 5000)
    r('SET', 'mixed', b'the quick brown fox ' * 30 + BYTES * 3)
    r('SET', '1234' * 5, '1234' * 5)


def list_listpack(r):
    r('RPUSH', 'one', 'a')
    r('RPUSH', 'numbers', 0, 127, 128, -1, 4095, -4096, 32767, 8388607, 2 ** 31, -2 ** 63, 2 ** 63 - 1)
    r('RPUSH', 'mixed', '', 'x' * 63, 'x' * 64, 'y' * 4095, '01', BYTES)


def list_nodes(r):
    r('RPUSH', 'nodes', *['element:%d' % i for i in range(2000)])


def list_plain(r):
    r('DEBUG', 'QUICKLIST-PACKED-THRESHOLD', '200b')
    r('RPUSH', 'plain', 'first', 'p' * 500, 'middle', 'q' * 300, 'r' * 400)


def list_compressed(r):
    for i in range(800):
        r('RPUSH', 'compressed', 'value ' * 4 + str(i % 7))


def intset(*numbers):
    return lambda r: r('SADD', 'set', *numbers)


def set_hashtable(r):
    r('SADD', 'strings', 'a', 'b', '3', BYTES[1:], '')
    r('SADD', 'many', *range(-300, 300))


def hash_listpack(r):
    r('HSET', 'h', 'f', 'v', 'n', 17, '5', 'five', '', 'empty name', 'empty value', '', 'float', '3.25')


def hash_hashtable(r):
    r('HSET', 'long', 'f', 'v' * 65, 'g', 'w', '7', 8)
    for i in range(600):
        r('HSET', 'many', 'field:%d' % i, i)


def zset_listpack(r):
    r('ZADD', 'z', 'inf', 'max', '-inf', 'min', '-0.0', 'zero', '1.5', 'b', '1.5', 'a', '3', '12', '5e-324', 'denormal',
      '1e300', 'big', '0.1', 'tenth', 2 ** 53, 'whole')


def zset_skiplist(r):
    r('ZADD', 'long', 'inf', 'x' * 65, '-inf', 'min', '-0.0', 'zero', '2.2250738585072014e-308', 'least normal', '5e-324', 'denormal',
      '0.1', 'tenth', 7, '7')
    for i in range(200):
        r('ZADD', 'many', i / 7, 'member:%d' % i)


def stream(r):
    for i in range(250):
        r('XADD', 's', '%d-%d' % (1000 + i, i % 2), 'field', i, *(['other', 'x' * (i % 90)] if i % 5 else []))
    for i in (1003, 1100, 1101, 1249):
        r('XDEL', 's', '%d-%d' % (i, (i - 1000) % 2))
    r('XGROUP', 'CREATE', 's', 'g1', '0')
    r('XGROUP', 'CREATE', 's', 'g2', '$')
    r('XGROUP', 'CREATE', 's', 'empty', '1010-0', 'ENTRIESREAD', 9)
    r('XREADGROUP', 'GROUP', 'g1', 'alice', 'COUNT', 10, 'STREAMS', 's', '>')
    r('XREADGROUP', 'GROUP', 'g1', 'bob', 'COUNT', 5, 'STREAMS', 's', '>')
    r('XREADGROUP', 'GROUP', 'g1', 'bob', 'STREAMS', 's', '0')
    r('XACK', 's', 'g1', '1001-1', '1011-1')
    r('XDEL', 's', '1005-1')
    r('XGROUP', 'CREATECONSUMER', 's', 'g2', 'idle')
    r('XGROUP', 'CREATE', 'groups only', 'g1', '5-5', 'MKSTREAM')
    r('XADD', 'emptied', '7-7', 'a', 'b')
    r('XDEL', 'emptied', '7-7')


def expiry(r):
    r('SET', 'later', 'v', 'PXAT', FAR)
    r('SET', 'never', 'v')
    r('RPUSH', 'list', 'a')
    r('PEXPIREAT', 'list', FAR + 12345)
    r('DEBUG', 'SET-ACTIVE-EXPIRE', 0)


def access(r):
    r('SET', 'used', 'v')
    r('SET', 'old', 'v')
    for _ in range(50):
        r('GET', 'used')


def databases(r):
    for database in (0, 1, 7, 15):
        r('SELECT', database)
        r('SET', 'key', database)
        r('SET', 'only:%d' % database, 'x', 'PXAT', FAR)


def functions(r):
    r('FUNCTION', 'LOAD', "#!lua name=mylib\nredis.register_function('f', function(keys, args) return 'hello' end)")
    r('FUNCTION', 'LOAD', "#!lua name=other\n-- %s\nredis.register_function('g', function() return 1 end)" % ('-' * 200))
    r('SET', 'k', 'v')


FILES = {
    'empty': (lambda r: None,),
    'string-raw': (string_raw,),
    'string-integer': (string_integer,),
    'string-lzf': (string_lzf,),
    'string-uncompressed': (string_lzf, '--rdbcompression', 'no'),
    'list-listpack': (list_listpack,),
    'list-nodes': (list_nodes,),
    'list-small-nodes': (list_nodes, '--list-max-listpack-size', '7'),
    'list-plain': (list_plain,),
    'list-compressed': (list_compressed, '--list-compress-depth', '1'),
    'set-intset-16': (intset(-32768, -1, 0, 1, 32767),),
    'set-intset-32': (intset(-2 ** 31, -32769, 5, 2 ** 31 - 1),),
    'set-intset-64': (intset(-2 ** 63, 0, 2 ** 31, 2 ** 63 - 1),),
    'set-hashtable': (set_hashtable,),
    'hash-listpack': (hash_listpack,),
    'hash-hashtable': (hash_hashtable,),
    'zset-listpack': (zset_listpack,),
    'zset-skiplist': (zset_skiplist,),
    'stream': (stream,),
    'stream-small-nodes': (stream, '--stream-node-max-entries', '3'),
    'expiry': (expiry,),
    'lru': (access, '--maxmemory-policy', 'allkeys-lru'),
    'lfu': (access, '--maxmemory-policy', 'allkeys-lfu'),
    'databases': (databases,),
    'functions': (functions,),
    'no-checksum': (databases, '--rdbchecksum', 'no'),
}

for name in sys.argv[1:] or FILES:
    make(name, *FILES[name])
