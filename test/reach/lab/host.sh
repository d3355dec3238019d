#!/bin/sh
# Makes the namespaces that this runs in a host of its own: every address is the host's, so nothing
# can leave. `host.sh RESOLV_CONF`
set -eu
ip link set lo up
ip route add local 0.0.0.0/0 dev lo
ip -6 route add local ::/0 dev lo
echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind

# The guest's own network is no address of a host.
ip route add unreachable 100.96.0.0/30 table local
ip -6 route add unreachable fd53:4d00::/64 table local

# The engine wants to open /dev/kvm before it starts a machine; an empty file will do.
mount -t tmpfs -o mode=755 reach /dev
mknod -m 666 /dev/null c 1 3
mknod -m 666 /dev/zero c 1 5
mknod -m 666 /dev/full c 1 7
mknod -m 666 /dev/tty c 5 0
mknod -m 666 /dev/random c 1 8
mknod -m 666 /dev/urandom c 1 9
mkdir /dev/net /dev/shm
mknod -m 600 /dev/net/tun c 10 200
: > /dev/kvm

mount --bind "$1" /etc/resolv.conf
