/*
 * The least that a server can do: counts the commands of what it reads, keeps nothing, and answers each with the same few bytes, one
 * read and one write a pipeline. What a load generator reaches against it is the most that it can show of any server.
 *
 * cc -O2 -o null-server null-server.c; ./null-server --port P [other options, ignored]   (NULL_REPLY_BYTES=n: bulk strings instead of :1)
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1 << 16, MAX_CLIENTS = 4096 };

static char input[MAX_CLIENTS][BUFFER_BYTES];
static int held[MAX_CLIENTS];
static char output[1 << 22];
static char reply[1 << 16] = ":1\r\n";
static int reply_length = 4;

/* The end of a complete command, or NULL. */
static const char *command_end(const char *at, const char *end) {
    if (*at != '*') {
        const char *line = memchr(at, '\n', end - at);
        return line ? line + 1 : NULL;
    }
    const char *line = memchr(at, '\n', end - at);
    if (!line) return NULL;
    for (int left = atoi(at + 1); left > 0; left--) {
        at = line + 1;
        line = at < end ? memchr(at, '\n', end - at) : NULL;
        if (!line) return NULL;
        line += atoi(at + 1) + 2;
        if (line >= end) return NULL;
    }
    return line + 1;
}

static int serve(int client) {
    int bytes = read(client, input[client] + held[client], BUFFER_BYTES - held[client]);
    if (bytes <= 0) return 0;
    const char *at = input[client], *end = at + held[client] + bytes;
    long all = 0;
    for (const char *next; at < end && (next = command_end(at, end)); at = next) {
        int is_inline = *at != '*'; /* the PING of who waits for the start */
        memcpy(output + all, is_inline ? "+PONG\r\n" : reply, is_inline ? 7 : reply_length);
        all += is_inline ? 7 : reply_length;
    }
    held[client] = end - at;
    memmove(input[client], at, held[client]);
    for (long sent = 0; sent < all;) {
        long some = write(client, output + sent, all - sent);
        if (some <= 0) return 0;
        sent += some;
    }
    return 1;
}

int main(int argc, char **argv) {
    int port = 6379, on = 1;
    for (int i = 1; i + 1 < argc; i++) {
        if (!strcmp(argv[i], "--port")) port = atoi(argv[i + 1]);
    }
    if (getenv("NULL_REPLY_BYTES")) {
        int length = atoi(getenv("NULL_REPLY_BYTES"));
        reply_length = sprintf(reply, "$%d\r\n", length);
        memset(reply + reply_length, 'x', length);
        memcpy(reply + reply_length + length, "\r\n", 2);
        reply_length += length + 2;
    }
    int listener = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(listener, (struct sockaddr *) &address, sizeof address) || listen(listener, 511)) {
        perror("listen");
        return 1;
    }
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[256];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(poll, events, 256, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) {
                int client = accept(listener, NULL, NULL);
                if (client < 0 || client >= MAX_CLIENTS) return 1;
                setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                held[client] = 0;
                event = (struct epoll_event) {.events = EPOLLIN, .data.fd = client};
                epoll_ctl(poll, EPOLL_CTL_ADD, client, &event);
            } else if (!serve(fd)) {
                close(fd);
            }
        }
    }
}
