/*
 * Stands in for libkrun: takes everything that the engine configures, and instead of a virtual
 * machine starts a program on the network device's end of the stream. What is not here is generated:
 * each other function of the real libkrun, returning 0.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

static int stream = -1;

/* One line a call that says which network the engine asks for. */
static void record(const char *line)
{
    const char *path = getenv("REACH_CALLS");
    FILE *file = path == NULL ? NULL : fopen(path, "a");
    if (file == NULL) return;
    fprintf(file, "%s\n", line);
    fclose(file);
}

int krun_create_ctx(void) { return 0; }
int krun_has_feature(uint64_t feature) { (void)feature; return 1; }
int krun_get_max_vcpus(void) { return 16; }
int krun_get_shutdown_eventfd(uint32_t ctx) { (void)ctx; return eventfd(0, 0); }

int krun_add_net_unixstream(uint32_t ctx, const char *path, int fd, uint8_t *mac, uint32_t features,
                            uint32_t flags)
{
    (void)ctx; (void)mac; (void)features; (void)flags;
    stream = fd;
    record(path == NULL ? "net" : "net by path");
    return 0;
}

int krun_add_vsock(uint32_t ctx, uint32_t features)
{
    (void)ctx;
    char line[64];
    snprintf(line, sizeof line, "vsock %u", features);
    record(line);
    return 0;
}

static size_t append(char *line, size_t at, size_t size, const char *name, const char *const *items)
{
    if (at < size) at += (size_t)snprintf(line + at, size - at, " %s:", name);
    for (; items != NULL && *items != NULL && at < size; items++)
        at += (size_t)snprintf(line + at, size - at, " %s", *items);
    return at;
}

int krun_set_egress_policy(uint32_t ctx, const char *const *cidrs, const char *const *hosts,
                           const char *const *resolvers)
{
    (void)ctx;
    char line[1024] = "egress policy";
    size_t at = append(line, strlen(line), sizeof line, "cidrs", cidrs);
    at = append(line, at, sizeof line, "hosts", hosts);
    append(line, at, sizeof line, "resolvers", resolvers);
    record(line);
    return 0;
}

int krun_start_enter(uint32_t ctx)
{
    (void)ctx;
    const char *program = getenv("REACH_GUEST");
    record(stream < 0 ? "start without a network" : "start");
    if (stream >= 0 && program != NULL) {
        pid_t child = fork();
        if (child == 0) {
            char number[16];
            fcntl(stream, F_SETFD, 0);
            snprintf(number, sizeof number, "%d", stream);
            execl(program, program, number, (char *)NULL);
            _exit(127);
        }
        if (child > 0) waitpid(child, NULL, 0);
    }
    for (;;) pause();
}
