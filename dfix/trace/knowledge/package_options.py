"""Which options of package managers take the next word as their value; all other words are packages.

Sources: apk(8), apk-global(8); apt-get(8), apt(8); dnf(8), yum(8), microdnf(8), tdnf(8); zypper(8); pacman(8).
"""

from dfix.trace.state.call import Arg, Call

APT = (
    "-o -c -t -a -P --option --config-file --target-release --default-release --host-architecture --build-profiles "
    "--solver --planner --snapshot"
)
APK = (
    "-t -X -p --virtual --repository --root --arch --cache-dir --cache-max-age --keys-dir --repositories-file "
    "--repository-config --wait --timeout --progress-fd"
)
DNF = (
    "-c -d -e -x -R --config --debuglevel --errorlevel --exclude --excludepkgs --repo --repoid --repofrompath "
    "--enablerepo --disablerepo --enableplugin --disableplugin --disableexcludes --setopt --installroot --releasever "
    "--forcearch --arch --downloaddir --destdir --randomwait --color --comment --advisory --advisories --cve --cves "
    "--bz --bzs --sec-severity --secseverity --rpmverbosity"
)
ZYPPER = (
    "-R -D -C -r -t -p -c --root --installroot --reposd-dir --cache-dir --raw-cache-dir --solv-cache-dir "
    "--pkg-cache-dir --repo --from --type --plus-repo --plus-content --config --releasever --userdata --color"
)
PACMAN = (
    "-r -b --root --dbpath --config --cachedir --gpgdir --hookdir --logfile --arch --ignore --ignoregroup "
    "--assume-installed --overwrite --print-format --color --sysroot"
)
OPTIONS = {
    **dict.fromkeys(("apt", "apt-get", "aptitude", "nala"), APT),
    **dict.fromkeys(("dnf", "yum", "microdnf", "tdnf"), DNF),
    "apk": APK, "zypper": ZYPPER, "pacman": PACMAN,
}  # fmt: skip


def operands_of(call: Call) -> list[Arg]:
    """The words of a package manager's command that are no options: the verb, then the packages."""
    return list(call.operands(*OPTIONS[call.name].split()))
