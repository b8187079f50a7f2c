#!/bin/sh
# Brings the server up to date: ./scripts/deploy.sh harbour.example
set -eu

cd "$(dirname "$0")/.."
domain="${1:?say for which domain}"

# The first time, make up what nobody has to remember
if [ ! -f .env.production ]; then
  {
    echo "DOMAIN=$domain"
    echo "DATABASE_PASSWORD=$(openssl rand -hex 24)"
    echo "SESSION_SECRET=$(openssl rand -hex 32)"
    echo "GRAFANA_ADMIN_PASSWORD=$(openssl rand -hex 32)"
    echo "TIDES_API_KEY="
  } > .env.production
  chmod 600 .env.production
fi

mkdir -p /srv/harbour/database /srv/harbour/backups
./scripts/first-certificate.sh "$domain"
docker compose --env-file .env.production -f compose.production.yaml up -d --build
docker compose -f compose.production.yaml ps
