import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { filesBelow, sharedPath } from '../support/shared-folder.ts';

/** The deployment's two Dockerfiles, of the test's own making, by the facts that its README gives. */
export const dockerfiles: Readonly<Record<string, string>> = {
  'backend/Dockerfile': `FROM node:18-alpine

RUN apk update && apk upgrade && apk add --no-cache dumb-init curl

RUN addgroup -g 1001 -S nodejs && adduser -S nodejs -u 1001

WORKDIR /app

COPY package*.json ./
RUN npm ci --only=production

COPY src/ ./src/

RUN chown -R nodejs:nodejs /app
USER nodejs

EXPOSE 3001

ENV NODE_ENV=production
ENV NODE_OPTIONS="--max-old-space-size=512"

HEALTHCHECK --interval=30s --timeout=10s --retries=3 \\
  CMD curl -f http://localhost:3001/health || exit 1

ENTRYPOINT ["dumb-init", "--"]
CMD ["node", "src/index.js"]
`,
  'frontend/Dockerfile': `FROM node:18-alpine AS build

WORKDIR /app

COPY package*.json ./
RUN npm ci

COPY . .
RUN npm run build

FROM nginx:alpine

COPY --from=build /app/build /usr/share/nginx/html

EXPOSE 80

HEALTHCHECK --interval=30s --timeout=10s --retries=3 \\
  CMD wget --no-verbose --tries=1 --spider http://localhost/ || exit 1

CMD ["nginx", "-g", "daemon off;"]
`,
};

/** A copy of the deployment with its Dockerfiles beside it, in a temporary folder; undefined where the deployment is not at hand. */
export function copyOfAbunfi(context: TestContext): string | undefined {
  const original = sharedPath('deployments/abunfi', context);
  if (original === undefined) return undefined;
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-abunfi-')));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, 'abunfi');
  const write = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  for (const path of filesBelow(original)) write(path, readFileSync(join(original, path)));
  for (const [path, text] of Object.entries(dockerfiles)) write(path, text);
  return root;
}
