"""What stands for Alpine's own files: accounts of alpine-baselayout 3.20, and busybox's commands for them.

Debian's busybox is built without ``adduser`` and its like, so a script does what busybox's loginutils do (its
``adduser.c``, ``addgroup.c`` and ``deluser.c``): the same options, ids, refusals and exit statuses. No package of
Alpine's can be had, so ``apk`` installs nothing.
"""

_USERS = """root:x:0:0:root:/root:/bin/sh
bin:x:1:1:bin:/bin:/sbin/nologin
daemon:x:2:2:daemon:/sbin:/sbin/nologin
lp:x:4:7:lp:/var/spool/lpd:/sbin/nologin
sync:x:5:0:sync:/sbin:/bin/sync
shutdown:x:6:0:shutdown:/sbin:/sbin/shutdown
halt:x:7:0:halt:/sbin:/sbin/halt
mail:x:8:12:mail:/var/mail:/sbin/nologin
news:x:9:13:news:/usr/lib/news:/sbin/nologin
uucp:x:10:14:uucp:/var/spool/uucppublic:/sbin/nologin
cron:x:16:16:cron:/var/spool/cron:/sbin/nologin
ftp:x:21:21::/var/lib/ftp:/sbin/nologin
sshd:x:22:22:sshd:/dev/null:/sbin/nologin
games:x:35:35:games:/usr/games:/sbin/nologin
ntp:x:123:123:NTP:/var/empty:/sbin/nologin
guest:x:405:100:guest:/dev/null:/sbin/nologin
nobody:x:65534:65534:nobody:/:/sbin/nologin
"""
_GROUPS = """root:x:0:root
bin:x:1:root,bin,daemon
daemon:x:2:root,bin,daemon
sys:x:3:root,bin
adm:x:4:root,daemon
tty:x:5:
disk:x:6:root
lp:x:7:lp
kmem:x:9:
wheel:x:10:root
floppy:x:11:root
mail:x:12:mail
news:x:13:news
uucp:x:14:uucp
cron:x:16:cron
audio:x:18:
cdrom:x:19:
dialout:x:20:root
ftp:x:21:
sshd:x:22:
input:x:23:
tape:x:26:root
video:x:27:root
netdev:x:28:
kvm:x:34:kvm
games:x:35:
shadow:x:42:
www-data:x:82:
users:x:100:games
ntp:x:123:
abuild:x:300:
utmp:x:406:
ping:x:999:
nogroup:x:65533:
nobody:x:65534:
"""
# One script under four names.
_ACCOUNTS = r"""#!/bin/sh
me=${0##*/}
die() { echo "$me: $1" >&2; exit 1; }
field() { awk -F: -v n="$2" -v k="$3" '$1 == n { print $k }' "$1"; }
taken() { awk -F: -v i="$2" '$3 == i { found = 1 } END { exit !found }' "$1"; }
free() {
  id=$1
  while taken /etc/passwd "$id" || taken /etc/group "$id"; do id=$((id + 1)); [ "$id" -le "$2" ] || die "no ids left"; done
  echo "$id"
}
join() { sed -i "/^$2:/{s/:\$/:$1/;t;s/\$/,$1/}" /etc/group; }
leave() { sed -i "/^$2:/{s/\([:,]\)$1,/\1/;s/[,]$1\$//;s/:$1\$/:/}" /etc/group; }
home= gecos= shell= group= system= password=yes makes_home=yes id= remove=
while [ $# -gt 0 ]; do
  word=$1
  case $word in
    --remove-home) remove=yes; shift; continue ;;
    --*=*) value=${word#*=}; word=${word%%=*}; shift; set -- "$word" "$value" "$@"; continue ;;
    --home) word=-h ;; --gecos) word=-g ;; --shell) word=-s ;; --ingroup) word=-G ;; --uid) word=-u ;; --gid) word=-g ;;
    --system) word=-S ;; --disabled-password) word=-D ;; --no-create-home) word=-H ;;
    -[SDH]?*) rest=${word#-?}; word=${word%"$rest"}; shift; set -- "$word" "-$rest" "$@" ;;
    -[hgsGuk]?*) rest=${word#-?}; word=${word%"$rest"}; shift; set -- "$word" "$rest" "$@" ;;
  esac
  case $word in
    -S) system=yes; password=; shift ;;
    -D) password=; shift ;;
    -H) makes_home=; shift ;;
    -h) home=$2; shift 2 ;;
    -s) shell=$2; shift 2 ;;
    -G) group=$2; shift 2 ;;
    -u) id=$2; shift 2 ;;
    -k) shift 2 ;;
    -g) gecos=$2; [ "$me" = addgroup ] && id=$2; shift 2 ;;
    -*) die "unrecognized option: $word" ;;
    *) names="$names $word"; shift ;;
  esac
done
set -- $names
[ $# -ge 1 ] && [ $# -le 2 ] || die "usage"
case $me in
  adduser|addgroup)
    if [ $# -eq 2 ]; then
      [ -n "$(field /etc/passwd "$1" 1)" ] || die "unknown user $1"
      [ -n "$(field /etc/group "$2" 1)" ] || die "unknown group $2"
      field /etc/group "$2" 4 | tr , '\n' | grep -qx "$1" || join "$1" "$2"
      exit 0
    fi ;;
esac
case $me in
  addgroup)
    [ -z "$(field /etc/group "$1" 1)" ] || die "group '$1' in use"
    if [ -n "$id" ]; then taken /etc/group "$id" && die "gid '$id' in use"
    elif [ "$system" ]; then id=$(free 100 999); else id=$(free 1000 60000); fi
    [ -n "$id" ] || exit 1
    echo "$1:x:$id:" >> /etc/group ;;
  adduser)
    [ -z "$(field /etc/passwd "$1" 1)" ] || die "user '$1' in use"
    if [ -n "$id" ]; then taken /etc/passwd "$id" && die "uid '$id' in use"
    elif [ "$system" ]; then id=$(free 100 999); else id=$(free 1000 60000); fi
    [ -n "$id" ] || exit 1
    if [ "$group" ]; then
      gid=$(field /etc/group "$group" 3); [ -n "$gid" ] || die "unknown group $group"
    elif [ "$system" ]; then gid=65533
    else
      [ -z "$(field /etc/group "$1" 1)" ] || die "group '$1' in use"
      taken /etc/group "$id" && die "gid '$id' in use"
      gid=$id; echo "$1:x:$gid:" >> /etc/group
    fi
    [ "$shell" ] || { [ "$system" ] && shell=/bin/false || shell=/bin/sh; }
    echo "$1:x:$id:$gid:${gecos:-Linux User,,,}:${home:-/home/$1}:$shell" >> /etc/passwd
    if [ "$makes_home" ]; then mkdir -p "${home:-/home/$1}" && chown "$id:$gid" "${home:-/home/$1}"; fi
    [ -z "$password" ] || die "password for $1 is unchanged" ;;
  deluser)
    if [ $# -eq 2 ]; then leave "$1" "$2"; exit 0; fi
    [ -n "$(field /etc/passwd "$1" 1)" ] || die "unknown user $1"
    [ "$remove" ] && rm -rf "$(field /etc/passwd "$1" 6)"
    sed -i "/^$1:/d" /etc/passwd
    if [ "$(field /etc/group "$1" 1)" ]; then sed -i "/^$1:/d" /etc/group; fi ;;
  delgroup)
    if [ $# -eq 2 ]; then leave "$1" "$2"; exit 0; fi
    gid=$(field /etc/group "$1" 3); [ -n "$gid" ] || die "unknown group $1"
    user=$(awk -F: -v i="$gid" '$4 == i { print $1; exit }' /etc/passwd)
    [ -z "$user" ] || die "'$user' still has '$1' as their primary group!"
    sed -i "/^$1:/d" /etc/group ;;
esac
"""
# Alpine's own script makes links in the directories that it is given and fails without one.
_LDCONFIG = "#!/bin/sh\n[ $# -gt 0 ] || exit 1\nexit 0\n"
_TINI = '#!/bin/sh\n[ "$1" = -- ] && shift\nexec "$@"\n'
_INSTALLS_NOTHING = "#!/bin/sh\nexit 0\n"
SCRIPTS = {
    "sbin/ldconfig": _LDCONFIG, "sbin/tini": _TINI, "sbin/apk": _INSTALLS_NOTHING,
    **{f"usr/sbin/{name}": _ACCOUNTS for name in ("adduser", "addgroup", "deluser", "delgroup")},
}  # fmt: skip
FILES = {
    "etc/passwd": _USERS,
    "etc/group": _GROUPS,
    "etc/alpine-release": "3.20.0\n",
    "usr/share/zoneinfo/Europe/Oslo": "TZif",
}
