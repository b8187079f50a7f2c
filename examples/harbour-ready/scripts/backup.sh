#!/bin/sh
# Dumps the database and packs it with the certificates. Keeps a week.
# Run it by hand before an update: ./scripts/backup.sh
set -eu

cd "$(dirname "$0")/.."
target="/srv/harbour/backups/$(date +%Y-%m-%d-%H%M)"
mkdir -p "$target"

docker compose -f compose.production.yaml exec -T database \
  pg_dump -U harbour --format=custom harbour > "$target/harbour.dump"
tar -czf "$target/certificates.tar.gz" certbot/certificates

# A copy that this host does not take along when it goes
rsync -a /srv/harbour/backups/ backups.harbour.example:harbour/

find /srv/harbour/backups -mindepth 1 -maxdepth 1 -type d -mtime +7 -exec rm -r {} +
echo "Backed up to $target"
