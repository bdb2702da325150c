#!/bin/sh
# Makes the folder secrets/ beside this file, with one secret in each file: sh secrets.sh <address of each Temporal node>
# What is there already stays, so it may run again. OIDC_CLIENT_SECRET and SMTP_URL are made empty, which means not set.
set -eu
cd "$(dirname "$0")"
[ $# -gt 0 ] || { echo "usage: sh secrets.sh <address of each Temporal node>" >&2; exit 2; }
mkdir -p -m 700 secrets
cd secrets

random() { openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\n'; }
once() { [ -e "$1" ] || printf '%s' "$2" > "$1"; }

once postgres-password "$(random)"
once SESSION_KEY "$(random)"
once PAYLOAD_KEYS "k1:$(random)"
once CODEC_TOKEN "$(random)"
once OIDC_CLIENT_SECRET ''
once SMTP_URL ''

# An authority, and a certificate each for the Temporal nodes and for their clients: workers, APIs and people.
new_key() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc "$@" 2> /dev/null; }
certify() {
  [ -e "$1.crt" ] && return
  printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$2" > extensions
  new_key -new -keyout "$1.key" -out request -subj "/CN=$1"
  openssl x509 -req -in request -CA ca.crt -CAkey ca.key -CAcreateserial -days 825 -extfile extensions -out "$1.crt" 2> /dev/null
  rm request extensions
}
[ -e ca.crt ] || new_key -x509 -keyout ca.key -out ca.crt -days 3650 -subj '/CN=Ledgergate cluster'
names=DNS:temporal
for address in "$@"; do names="$names,IP:$address"; done
certify node "$names"
certify client DNS:ledgergate

# The folder keeps others out. The files are read by the users of several containers.
chmod 444 ./*
chmod 400 ca.key
