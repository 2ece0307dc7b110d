# Sourced by the launchers of the modules bench and tools, after they set $self, $module and $title (what is built, for the operator):
# builds the module when that is due, and sets $home, $jar and what ringhold-env.sh sets, with Java found.

home=${self%/*}/..
jar=$home/$module/target/ringhold-$module.jar

is_stale() {
    [[ ! -f $jar ]] || [[ -n $(find "$home"/pom.xml "$home"/{offheap,engine-core,wal,server,"$module"}/{pom.xml,src/main} \
        -newer "$jar" -print -quit) ]]
}

build() (
    cd -P -- "$home"
    command -v mvn >/dev/null || { echo "ringhold: Maven (mvn) is needed to build the $title" >&2; exit 1; }
    mkdir -p target
    # Only one of several first starts builds; the others wait and find it done.
    if command -v flock >/dev/null; then
        exec 9>target/launcher.lock
        flock 9
        is_stale || exit 0
    fi
    echo "ringhold: building the $title, which takes a moment" >&2
    touch target/launcher.started
    mvn -q -B -ntp -DskipTests -Dringhold.launcher -Dringhold.server.jar.anew=false -pl "$module" -am package >&2 </dev/null
    # As old as the build's start: a source that changed while it ran is still newer.
    touch -r target/launcher.started "$module/target/ringhold-$module.jar"
)

# The working directory is the caller's (files are relative to it): made absolute for the build.
if [[ $home != /* ]]; then
    home=$PWD/$home
    jar=$home/$module/target/ringhold-$module.jar
fi
if is_stale; then
    build
fi

# shellcheck source=bin/ringhold-env.sh
source "$home/bin/ringhold-env.sh"
ringhold_find_java
