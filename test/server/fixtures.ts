/** A small deployment in two folders. */
export const compose = `# What runs on the server
services:
  web:
    build:
      context: ./web
      target: production
    restart: unless-stopped # comes back
    ports:
      - "8080:8080"
  cache:
    image: redis:alpine
    restart: unless-stopped
`;

export const dockerfile = `FROM node:24-alpine AS build
WORKDIR /app
COPY . .
FROM nginxinc/nginx-unprivileged:1.30-alpine
COPY --from=build /app/dist /usr/share/nginx/html
`;

export const deployment = {
  'compose.yaml': compose,
  'web/Dockerfile': dockerfile,
  'web/package.json': '{}\n',
};
