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

sh ../certificates.sh . "$@"

# The folder keeps others out. The files are read by the users of several containers.
chmod 444 ./*
chmod 400 ca.key
