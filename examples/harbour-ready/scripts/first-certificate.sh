#!/bin/sh
# Obtains the first certificate, without which nginx does not start: ./scripts/first-certificate.sh harbour.example
# From then on the certbot service renews it.
set -eu

cd "$(dirname "$0")/.."
domain="${1:?say for which domain}"

[ -e "certbot/certificates/live/$domain" ] && exit 0
docker compose --env-file .env.production -f compose.production.yaml run --rm --publish 80:80 --entrypoint certbot \
  certbot certonly --standalone --non-interactive --agree-tos --register-unsafely-without-email \
  --domain "$domain" --domain "www.$domain"
