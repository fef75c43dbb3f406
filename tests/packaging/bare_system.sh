#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Does the Debian package work where nothing else is?   bare_system.sh ICEKEEL.deb
# Makes a bare Debian 12 in a folder of its own, installs the package with apt, and lets a user run
# an example and make a report from any folder. Exits with 77 where that cannot be tried.
set -euo pipefail

package=$(realpath "$1")
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
skip() { echo "skipped: $*"; exit 77; }
[ "$(id -u)" -eq 0 ] || skip "needs root"
command -v debootstrap >/dev/null || skip "needs debootstrap"

root=$(mktemp -d)
chmod 755 "$root"  # others than root have to find their way in
finish() {
  ! mountpoint -q "$root/proc" || umount "$root/proc"
  rm -rf --one-file-system "$root"
}
trap finish EXIT

debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" 2>&1 ||
  { tail -3 "$root.log"; rm -f "$root.log"; skip "no bare system from $mirror"; }
rm -f "$root.log"
mount -t proc proc "$root/proc" || skip "cannot mount /proc there"

inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"; }
# Someone who is not root, in a folder of their own, with nothing but the installed program.
as_user() { inside setpriv --reuid=1234 --regid=1234 --clear-groups sh -euc "cd '$1' && $2"; }

cp "$package" "$root/tmp/icekeel.deb"
inside apt-get update -qq
inside env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends /tmp/icekeel.deb >/dev/null
inside mkdir -m 777 '/srv/any folder'
folder='/srv/any folder'
example=/usr/share/doc/icekeel/examples/04-warm-water-heat-to-district/scenario.yaml
as_user "$folder" "icekeel run $example -o r.h5 --progress none"
as_user "$folder" "icekeel summary r.h5 | grep -q 'PUE'"
as_user "$folder" "icekeel report r.h5 -o r.html && test -s r.html"
as_user "$folder" "icekeel view r.h5 -o v.html && test -s v.html"
as_user "$folder" "icekeel list grids | grep -q france"
as_user "$folder" "icekeel openmetrics r.h5 pue | tail -1 | grep -qx '# EOF'"
as_user / "icekeel check $example"
inside test -s /usr/share/man/man1/icekeel.1.gz -o -s /usr/share/man/man1/icekeel.1
inside env DEBIAN_FRONTEND=noninteractive apt-get remove -qq -y icekeel >/dev/null
if inside test -e /usr/bin/icekeel -o -e /usr/share/icekeel; then
  echo "the package leaves files behind"
  exit 1
fi
echo "installs on a bare Debian 12, runs from any folder, and goes away"
