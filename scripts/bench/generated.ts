/** Texts of a size, as people write them: what they hold draws findings of several rules. */

/** A Compose file of some services; every service shares an anchor's settings. */
export function composeFile(services: number): string {
  const head = `x-common: &common
  restart: unless-stopped
  environment: &environment
    LOG_LEVEL: info

services:
`;
  return head + Array.from({ length: services }, (_, at) => service(at)).join('');
}

function service(at: number): string {
  return `  # Service number ${at}
  service-${at}:
    <<: *common
    image: example/service-${at}:1.${at}
    environment:
      <<: *environment
      PORT: "${3000 + at}"
      TOKEN: \${TOKEN_${at}:-none}
    ports:
      - "127.0.0.1:${10_000 + at}:3000"
    volumes:
      - data-${at}:/var/lib/service
    healthcheck:
      test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://localhost:3000/health"]
      interval: 30s
      timeout: 5s
      retries: 3
`;
}

/** A Dockerfile of some instructions, in two stages. */
export function dockerfile(instructions: number): string {
  const middle = Array.from({ length: Math.max(0, instructions - 6) }, (_, at) =>
    at % 2 === 0
      ? `RUN apt-get update && apt-get install -y --no-install-recommends package-${at} \\\n    && rm -rf /var/lib/apt/lists/*`
      : `COPY --chown=1000:1000 source-${at} /app/source-${at}`,
  );
  return `${['FROM debian:13-slim AS build', 'WORKDIR /app', ...middle, 'FROM debian:13-slim', 'COPY --from=build /app /app', 'ENV MODE=production', 'CMD node /app/main.js'].join('\n')}\n`;
}

/** An nginx configuration of some blocks: servers of four locations each. */
export function nginxFile(blocks: number): string {
  const servers = Math.max(1, Math.round(blocks / 5));
  return `events {}\nhttp {\n    gzip on;\n${Array.from({ length: servers }, (_, at) => server(at)).join('')}}\n`;
}

function server(at: number): string {
  const locations = ['/', '/api/', '/assets/', '= /health'].map(
    (path, number) => `        location ${path} {
            proxy_pass http://127.0.0.1:${3000 + number};
            proxy_set_header Host $host;
            add_header X-Served-By "server-${at}" always;
        }
`,
  );
  return `    server {
        listen 443 ssl;
        server_name site-${at}.example.org;
        ssl_certificate /etc/nginx/site-${at}.pem;
        ssl_certificate_key /etc/nginx/site-${at}.key;
        ssl_protocols TLSv1.2 TLSv1.3;
        add_header Strict-Transport-Security "max-age=63072000" always;
${locations.join('')}    }
`;
}

/** A small project: three services, one of them built, and a proxy's configuration. Path → text. */
export function smallProject(): Readonly<Record<string, string>> {
  return {
    'compose.yaml': `services:
  proxy:
    image: nginx:1.29-alpine
    ports: ["80:80"]
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
  api:
    build: .
    depends_on: [db]
  db:
    image: postgres:17-alpine
    environment:
      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD}
    volumes: ["data:/var/lib/postgresql/data"]
volumes:
  data:
`,
    Dockerfile:
      'FROM node:24-alpine\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\nUSER node\nCMD ["node", "main.js"]\n',
    'nginx.conf':
      'events {}\nhttp {\n    server {\n        listen 80;\n        location / {\n            proxy_pass http://api:3000;\n        }\n    }\n}\n',
    '.dockerignore': '.git\nnode_modules\n',
  };
}
