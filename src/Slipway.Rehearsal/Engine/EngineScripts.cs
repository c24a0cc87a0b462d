namespace Slipway.Rehearsal.Engine;

/// <summary>
/// The shell scripts that hold a private Docker Engine. They are given everything by environment variables
/// (<see cref="EngineSettings.Environment"/>), so that a search for processes by command line finds no stranger.
/// </summary>
internal static class EngineScripts
{
    public const string CleanName = "clean.sh";
    public const string GuardName = "guard.sh";

    /// <summary>
    /// Removes all that a Docker Engine of this folder left: processes, mounts, bridge, cgroups, runtime directory.
    /// The data (images) stay. Does no harm when nothing is left, or when it is called twice.
    /// </summary>
    public const string Clean =
        """
        #!/bin/sh
        # Processes are ours when both the name and the path on their command line say so.
        ours() {
            grep -lsaF -e "$SLIPWAY_RUN/" -e "$SLIPWAY_BIN/" /proc/[0-9]*/cmdline 2>/dev/null | while IFS=/ read -r _ _ pid _; do
                read -r name 2>/dev/null <"/proc/$pid/comm" || continue
                case $name in $1) echo "$pid" ;; esac
            done
        }

        contained() {
            cat /sys/fs/cgroup/"$SLIPWAY_NAME"/*/cgroup.procs /sys/fs/cgroup/*/"$SLIPWAY_NAME"/*/cgroup.procs 2>/dev/null | sort -u
        }

        # until_gone FUNCTION PATTERN TENTHS: true when it named no process within that time.
        until_gone() {
            tenths=$3
            while [ -n "$($1 "$2")" ]; do
                tenths=$((tenths - 1))
                [ "$tenths" -gt 0 ] || return 1
                sleep 0.1
            done
        }

        clean() {
            # Containers first: dockerd waits ten seconds for each that ignores SIGTERM, whatever its own timeout says.
            kill -TERM $(contained) 2>/dev/null
            until_gone contained '' 15 || kill -KILL $(contained) 2>/dev/null
            kill -TERM $(ours dockerd) 2>/dev/null
            until_gone ours dockerd 100 || kill -KILL $(ours dockerd) 2>/dev/null
            kill -KILL $(ours 'containerd*') $(ours 'docker-proxy') $(ours 'runc*') $(contained) 2>/dev/null
            until_gone ours '*docker*|containerd*|runc*' 30
            until_gone contained '' 30

            # Innermost first, the data folder itself (dockerd mounts it onto itself) at the end. The kernel writes a space as \040.
            while read -r _ path _; do printf '%b\n' "$(printf '%s' "$path" | sed 's/\\\([0-7][0-7][0-7]\)/\\0\1/g')"; done </proc/mounts |
                grep -F -e "$SLIPWAY_RUN" -e "$SLIPWAY_DATA" | sort -r | while IFS= read -r path; do
                    umount "$path" 2>/dev/null || umount -l "$path" 2>/dev/null
                done

            for port in /sys/class/net/"$SLIPWAY_NAME"/brif/*; do
                [ -e "$port" ] && ip link delete "${port##*/}" 2>/dev/null
            done
            ip link delete "$SLIPWAY_NAME" 2>/dev/null

            for group in /sys/fs/cgroup/"$SLIPWAY_NAME" /sys/fs/cgroup/*/"$SLIPWAY_NAME"; do
                [ -d "$group" ] && find "$group" -depth -type d -exec rmdir {} \; 2>/dev/null
            done

            # dockerd 20.10 makes itself a key that nothing uses; a folder with anything else in it is not touched.
            [ -n "$SLIPWAY_KEY" ] && rm -f /etc/docker/key.json && rmdir /etc/docker 2>/dev/null

            rm -rf "$SLIPWAY_RUN"
        }

        case $0 in
            */clean.sh)
                # Guards that were told to clean up would do it beside us, or after the next start.
                grep -lsaF -e "$SLIPWAY_SCRIPTS/guard.sh" /proc/[0-9]*/cmdline | while IFS=/ read -r _ _ pid _; do
                    read -r name 2>/dev/null <"/proc/$pid/comm" && case $name in sh|dash|bash|guard.sh) kill -KILL "$pid" 2>/dev/null ;; esac
                done
                clean
                exit 0 ;;
        esac

        """;

    /// <summary>
    /// Runs dockerd until the pipe on standard input is closed (the process that holds it ended, however), dockerd ends or
    /// SIGTERM comes, and then cleans up.
    /// </summary>
    public const string Guard =
        """
        #!/bin/sh
        . "$SLIPWAY_SCRIPTS/clean.sh"

        mkdir -p "$SLIPWAY_RUN" "$SLIPWAY_DATA" && chmod 700 "$SLIPWAY_RUN" || exit 1
        printf '{}' >"$SLIPWAY_RUN/daemon.json"
        ip link add "$SLIPWAY_NAME" type bridge && ip address add "$SLIPWAY_GATEWAY" dev "$SLIPWAY_NAME" && ip link set "$SLIPWAY_NAME" up || {
            ip link delete "$SLIPWAY_NAME"
            rm -rf "$SLIPWAY_RUN"
            exit 1
        }

        exec 3<&0 </dev/null
        trap 'kill -KILL $watcher 2>/dev/null; clean; exit 0' TERM INT HUP

        dockerd --data-root "$SLIPWAY_DATA" --exec-root "$SLIPWAY_RUN/exec" --pidfile "$SLIPWAY_RUN/docker.pid" \
            -H "unix://$SLIPWAY_RUN/docker.sock" --config-file "$SLIPWAY_RUN/daemon.json" --storage-driver "$SLIPWAY_STORAGE" \
            --bridge "$SLIPWAY_NAME" --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false --ip 127.0.0.1 \
            --userland-proxy=true --userland-proxy-path "$(command -v docker-proxy)" \
            --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$SLIPWAY_NAME" --shutdown-timeout 5 --log-level warn 3<&- &
        daemon=$!

        # A second shell, so that one of the two cleans up when the other is killed.
        { trap - TERM INT HUP; while read -r _; do :; done <&3; clean; } &
        watcher=$!
        exec 3<&-

        wait $daemon
        code=$?
        # The watcher ended dockerd, or dockerd ended by itself: then the pipe is still open.
        trap '' TERM INT HUP
        kill -KILL $watcher 2>/dev/null
        clean
        exit $code

        """;
}
