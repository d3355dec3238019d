/*
 * The guest's side of the wire: joins a network device to a TAP device in a network namespace of its
 * own, with the addresses that $REACH_NETWORK sets, and runs $REACH_PROBE there, both by the shell.
 *
 *     guest FD      the stream of smolvm's engine: 4 bytes of length, big-endian, then a frame
 *     guest PATH    gvproxy's datagram socket, greeted as libkrun does: one datagram a frame
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define LARGEST 65536

static void fail(const char *what)
{
    fprintf(stderr, "guest: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int open_tap(void)
{
    struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI };
    int tap = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
    if (tap < 0) fail("open /dev/net/tun");
    strcpy(request.ifr_name, "eth0");
    if (ioctl(tap, TUNSETIFF, &request) < 0) fail("TUNSETIFF");
    return tap;
}

static int read_whole(int fd, uint8_t *into, size_t length)
{
    for (size_t at = 0; at < length;) {
        ssize_t got = read(fd, into + at, length - at);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return -1;
        at += (size_t)got;
    }
    return 0;
}

static int write_whole(int fd, const uint8_t *from, size_t length)
{
    for (size_t at = 0; at < length;) {
        ssize_t done = write(fd, from + at, length - at);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return -1;
        at += (size_t)done;
    }
    return 0;
}

/* An address that no kernel lets out, and the one with the same sum that stands for it. */
struct pair { uint8_t length; uint8_t kept; const uint8_t real[16]; const uint8_t stand_in[16]; };

static const struct pair pairs[] = {
    /* 0.0.0.0 as 198.18.57.237 */
    { 4, 4, { 0 }, { 198, 18, 57, 237 } },
    /* ::ffff:0:0/96 as fd53:4d01:b5aa::/96 */
    { 16, 12, { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, { 0xfd, 0x53, 0x4d, 0x01, 0xb5, 0xaa } },
    /* ::/96 as fd53:4d01:b5a9:1::/96 */
    { 16, 12, { 0 }, { 0xfd, 0x53, 0x4d, 0x01, 0xb5, 0xa9, 0, 1 } },
};

static void replace(uint8_t *address, uint8_t length, int to_real)
{
    for (size_t index = 0; index < sizeof pairs / sizeof *pairs; index++) {
        const struct pair *pair = &pairs[index];
        const uint8_t *from = to_real ? pair->stand_in : pair->real;
        if (pair->length != length || memcmp(address, from, pair->kept) != 0) continue;
        memcpy(address, to_real ? pair->real : pair->stand_in, pair->kept);
        return;
    }
}

/* Where an Ethernet frame has the address that it goes to, or comes from, and how long that is. */
static void replace_in(uint8_t *frame, size_t size, int outgoing)
{
    if (size < 14) return;
    unsigned type = (unsigned)frame[12] << 8 | frame[13];
    if (type == 0x0800 && size >= 34) replace(frame + (outgoing ? 30 : 26), 4, outgoing);
    if (type == 0x86dd && size >= 54) replace(frame + (outgoing ? 38 : 22), 16, outgoing);
}

static int is_datagram;

/* The next frame, or its length as -1 when there is none any more. */
static ssize_t read_frame(int wire, uint8_t *frame)
{
    if (is_datagram) {
        ssize_t length;
        do length = read(wire, frame, LARGEST); while (length < 0 && errno == EINTR);
        return length;
    }
    uint8_t head[4];
    if (read_whole(wire, head, 4) < 0) return -1;
    uint32_t length = (uint32_t)head[0] << 24 | head[1] << 16 | head[2] << 8 | head[3];
    return length > LARGEST || read_whole(wire, frame, length) < 0 ? -1 : (ssize_t)length;
}

/* Writes a frame that has room for its length in front. */
static int write_frame(int wire, uint8_t *room, size_t length)
{
    if (is_datagram) return write(wire, room + 4, length) < 0 ? -1 : 0;
    uint32_t size = htonl((uint32_t)length);
    memcpy(room, &size, 4);
    return write_whole(wire, room, 4 + length);
}

static void from_wire(int wire, int tap)
{
    static uint8_t frame[LARGEST];
    for (;;) {
        ssize_t length = read_frame(wire, frame);
        if (length < 0) return;
        replace_in(frame, (size_t)length, 0);
        if (write(tap, frame, (size_t)length) < 0 && errno != EIO && errno != EINVAL) return;
    }
}

static void to_wire(int tap, int wire)
{
    static uint8_t frame[4 + LARGEST];
    for (;;) {
        ssize_t length = read(tap, frame + 4, LARGEST);
        if (length < 0 && errno == EINTR) continue;
        if (length <= 0) return;
        replace_in(frame + 4, (size_t)length, 1);
        if (write_frame(wire, frame, (size_t)length) < 0) return;
    }
}

static int inherited(const char *number)
{
    int stream = atoi(number);
    fcntl(stream, F_SETFL, fcntl(stream, F_GETFL) & ~O_NONBLOCK);
    return stream;
}

static int greet(const char *path)
{
    struct sockaddr_un own = { .sun_family = AF_UNIX }, other = { .sun_family = AF_UNIX };
    const char *beside = getenv("REACH_OWN_SOCKET");
    int wire = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    is_datagram = 1;
    if (wire < 0 || beside == NULL) fail("socket");
    if (strlen(path) >= sizeof other.sun_path || strlen(beside) >= sizeof own.sun_path) fail("path");
    strcpy(other.sun_path, path);
    strcpy(own.sun_path, beside);
    if (bind(wire, (struct sockaddr *)&own, sizeof own) < 0) fail("bind");
    if (connect(wire, (struct sockaddr *)&other, sizeof other) < 0) fail("connect");
    if (write(wire, "VFKT", 4) != 4) fail("greeting");
    return wire;
}

static pid_t start(void (*run)(int, int), int from, int to)
{
    pid_t child = fork();
    if (child < 0) fail("fork");
    if (child > 0) return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    run(from, to);
    _exit(0);
}

int main(int count, char **arguments)
{
    const char *network = getenv("REACH_NETWORK"), *probe = getenv("REACH_PROBE");
    if (count != 2 || network == NULL || probe == NULL) return 2;
    int wire = arguments[1][0] == '/' ? greet(arguments[1]) : inherited(arguments[1]);

    if (unshare(CLONE_NEWNET) < 0) fail("unshare");
    int tap = open_tap();
    if (system(network) != 0) fail("addresses");
    pid_t in = start(from_wire, wire, tap);
    pid_t out = start(to_wire, tap, wire);
    int status = system(probe);
    kill(in, SIGKILL);
    kill(out, SIGKILL);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
