/** A proxy whose certificate certbot renews, for the examples of rules: Compose file and nginx configuration. */
export function acmeExample(
  change: {
    readonly renew?: string;
    readonly webroot?: string;
    readonly proxy?: string;
    readonly proxyEnd?: string;
    readonly tls?: string;
  } = {},
) {
  const {
    renew = `sh -c "trap exit TERM; while :; do certbot renew; sleep 12h & wait $$!; done"`,
    webroot = '/var/www/certbot',
    proxy = '',
    proxyEnd = '',
    tls = '',
  } = change;
  return {
    'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
${proxy}    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
      - certificates:/etc/letsencrypt:ro
      - challenges:/var/www/certbot:ro
${proxyEnd}  certbot:
    image: certbot/certbot:v5.1.0
    entrypoint: ${renew}
    volumes:
      - certificates:/etc/letsencrypt
      - challenges:/var/www/certbot
volumes:
  certificates:
  challenges:
`,
    'nginx.conf': `events {}
http {
    server {
        listen 80;
        location /.well-known/acme-challenge/ {
            root ${webroot};
        }
    }
    server {
        listen 443 ssl;
        server_name shop.example.org;
        ssl_certificate /etc/letsencrypt/live/shop.example.org/fullchain.pem;
        ssl_certificate_key /etc/letsencrypt/live/shop.example.org/privkey.pem;
${tls}        location / {
            return 200 "hello";
        }
    }
}
`,
  };
}
