#!/bin/sh
# Brings the server up to date: ./scripts/deploy.sh harbour.example
set -eu

cd "$(dirname "$0")/.."
domain="${1:?say for which domain}"

# The first time, make up what nobody has to remember
if [ ! -f .env.production ]; then
  echo "DOMAIN=$domain" > .env.production
fi
mkdir -p -m 700 secrets
for name in postgres_password session_secret grafana_admin_password; do
  [ -s "secrets/$name.txt" ] || openssl rand -hex 32 > "secrets/$name.txt"
done
# The agency's key is bought; without it there are no tides
[ -e secrets/tides_api_key.txt ] || : > secrets/tides_api_key.txt

mkdir -p /srv/harbour/database /srv/harbour/backups
./scripts/first-certificate.sh "$domain"
docker compose --env-file .env.production -f compose.production.yaml up -d --build
docker compose -f compose.production.yaml ps
