/** What two rules could both say is said by one of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rules } from '../../rules/index.ts';
import { reviewFiles } from '../../scripts/generate/example-review.ts';

const main = `events {}
http {
    server_tokens off;
    ssl_session_cache shared:TLS:10m;
    add_header X-Frame-Options SAMEORIGIN always;
    add_header X-Content-Type-Options nosniff always;
    add_header Referrer-Policy no-referrer always;
    add_header Permissions-Policy "camera=()" always;
    include /etc/nginx/conf.d/*.conf;
}
`;
const site = `server {
    listen 443 ssl;
    server_name example.org;
    ssl_certificate /etc/nginx/tls/a.pem;
    ssl_certificate_key /etc/nginx/tls/a.key;
    add_header Strict-Transport-Security "max-age=63072000" always;
    add_header Content-Security-Policy "frame-src 'self'" always;
    location /static/ {
        root /srv;
        add_header Cache-Control "max-age=60";
    }
}
`;

test('headers that a server drops are one finding of the rule for dropped ones', () => {
  const { findings } = reviewFiles(
    { 'nginx/nginx.conf': main, 'nginx/conf.d/site.conf': site },
    { rules, onlyDefault: true },
  );
  const headers = findings.filter(({ ruleId }) => /dropped-headers|missing-(?!proxy|rate)/.test(ruleId));
  assert.deepEqual(
    headers.map(({ ruleId, at }) => `${ruleId} ${at.source.position(at.start).line + 1}`),
    ['nginx/dropped-headers 6', 'nginx/dropped-headers 10'],
  );
});
