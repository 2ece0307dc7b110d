# Sourced by the launchers: the arguments of every Ringhold JVM, in one place.
# RINGHOLD_JAVA_OPTS (words separated by blanks) comes last and so wins.

# The JVM reads arguments and names of files by the locale: without one of UTF-8, as in most containers, all but ASCII is lost. Silently, for
# bash complains where the system does not have the locale.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]-8* | *[Uu][Tt][Ff]8*) ;;
    *) { export LC_ALL=C.UTF-8; } 2>/dev/null ;;
esac

RINGHOLD_JVM_ARGS=(
    # The data is off-heap; the heap is small and fixed. Most of it is for new objects, so that what start-up leaves needs no collection.
    -Xms64m -Xmx64m -Xmn44m
    -XX:+UseSerialGC
    # What the compiler needed for a moment goes back to the system: some 25 MB after the first minutes of load.
    -XX:TrimNativeHeapInterval=5000
    # Off-heap access (Agrona), the descriptors of sockets, and system calls (java.lang.foreign).
    --add-opens java.base/jdk.internal.misc=ALL-UNNAMED
    --add-opens java.base/sun.nio.ch=ALL-UNNAMED
    --enable-native-access=ALL-UNNAMED
    # The XXH3 hash of DIGEST comes from a library that reads memory through sun.misc.Unsafe.
    --sun-misc-unsafe-memory-access=allow
    # Accesses to memory are always inlined, whatever ran while the compiler gathered its profile.
    -XX:CompileCommand=quiet
    -XX:CompileCommand=inline,io.ringhold.offheap.memory.Memory::*
    -XX:CompileCommand=inline,io.ringhold.offheap.arena.Arena::get*
    -XX:CompileCommand=inline,io.ringhold.offheap.arena.Arena::put*
    -XX:CompileCommand=inline,io.ringhold.offheap.arena.Arena::beforeStore
    -XX:CompileCommand=inline,io.ringhold.offheap.cow.CopyOnWrite::beforeStore
    -XX:CompileCommand=inline,io.ringhold.offheap.keys.Entries::key*
    -XX:CompileCommand=inline,io.ringhold.offheap.keys.Entries::value*
    -XX:CompileCommand=inline,io.ringhold.offheap.keys.Entries::touchContent
    -XX:CompileCommand=inline,io.ringhold.offheap.keys.Entries::access
)

# Adds the ahead-of-time cache $1 when it is there; without it the server starts as well, only later.
ringhold_use_cache() {
    if [[ -s $1 ]]; then
        RINGHOLD_JVM_ARGS+=(-XX:AOTCache="$1" -Xlog:aot=off -Xlog:cds=off)
    fi
}

# The operator's own arguments, to be given after the others.
RINGHOLD_MORE_ARGS=()
if [[ -n ${RINGHOLD_JAVA_OPTS:-} ]]; then
    read -r -a RINGHOLD_MORE_ARGS <<<"$RINGHOLD_JAVA_OPTS"
fi

# Whether $1 is the home of a Java 25. Reads the home's own `release` file: no process is started.
ringhold_is_java_25() {
    local line
    [[ -x $1/bin/java && -r $1/release ]] || return 1
    while IFS= read -r line || [[ -n $line ]]; do
        case $line in
            JAVA_VERSION=\"25\" | JAVA_VERSION=\"25[.+-]*) return 0 ;;
            JAVA_VERSION=*) return 1 ;;
        esac
    done <"$1/release"
    return 1
}

# Sets RINGHOLD_JAVA to a Java 25: JAVA_HOME, else the PATH's, else one in a usual place; else ends with one line.
ringhold_find_java() {
    local home command
    if [[ -n ${JAVA_HOME:-} ]] && ringhold_is_java_25 "$JAVA_HOME"; then
        RINGHOLD_JAVA=$JAVA_HOME/bin/java
        return
    fi
    if command=$(type -P java); then
        [[ -L $command ]] && command=$(readlink -f -- "$command")
        if ringhold_is_java_25 "${command%/bin/java}"; then
            RINGHOLD_JAVA=$command
            return
        fi
    fi
    for home in /usr/lib/jvm/* /opt/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
            "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
        if ringhold_is_java_25 "$home"; then
            RINGHOLD_JAVA=$home/bin/java
            return
        fi
    done
    echo "ringhold: no Java 25 found: install a JDK 25 or set JAVA_HOME to one" >&2
    exit 1
}
