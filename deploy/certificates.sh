#!/bin/sh
# Makes an authority in a folder, and a certificate each for the Temporal nodes and for their clients: workers, APIs and people.
#   sh certificates.sh <folder> <address of each Temporal node>
# What is there already stays, so it may run again.
set -eu
[ $# -gt 1 ] || { echo "usage: sh certificates.sh <folder> <address of each Temporal node>" >&2; exit 2; }
cd "$1"
shift

# What openssl says is shown when it fails.
openssl_quietly() { said=$(openssl "$@" 2>&1) || { echo "$said" >&2; exit 1; }; }
new_key() { openssl_quietly req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc "$@"; }
# Both ends of a connection between two nodes show the same certificate.
certify() {
  [ -e "$1.crt" ] && return
  printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$2" > extensions
  new_key -new -keyout "$1.key" -out request -subj "/CN=$1"
  openssl_quietly x509 -req -in request -CA ca.crt -CAkey ca.key -CAcreateserial -days 825 -extfile extensions -out "$1.crt"
  rm request extensions
}
[ -e ca.crt ] || new_key -x509 -keyout ca.key -out ca.crt -days 3650 -subj '/CN=Ledgergate cluster'
names=DNS:temporal
for address in "$@"; do names="$names,IP:$address"; done
certify node "$names"
certify client DNS:ledgergate
