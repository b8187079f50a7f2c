import { defineRule, insertInstruction, keyword, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/missing-expose',
  title: 'Port that the image does not declare',
  category: 'architecture',
  severity: 'info',
  priority: 3,
  remedy: 'Name the port that the process listens on with EXPOSE.',
  strength: 'Images declare the ports that they listen on',
  rationale:
    'EXPOSE opens nothing. It tells who runs the image, and proxies and tools that look at containers, where the process listens: ' +
    'Traefik and nginx-proxy take the port from it, and so do the checks of a deployment.',
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  catalogue: ['dockerfile/expose-missing'],
  production: true,
  on: 'stage',
  bad: {
    'compose.yaml': `services:
  api:
    build: .
    ports:
      - "127.0.0.1:3000:3000"
`,
    Dockerfile: `FROM node:24-alpine
COPY server.js /app/
USER node
CMD ["node", "/app/server.js"]
`,
  },
  good: {
    'compose.yaml': `services:
  api:
    build: .
    ports:
      - "127.0.0.1:3000:3000"
`,
    Dockerfile: `FROM node:24-alpine
COPY server.js /app/
USER node
EXPOSE 3000
CMD ["node", "/app/server.js"]
`,
  },
  *check({ stage, base, final, services }) {
    // An image that is not known may declare ports itself.
    if (!final || !base || services.length === 0) return skip;
    if (
      (base.ports ?? []).length > 0 ||
      stage.chain.some((one) => one.instructions.some(({ name }) => name === 'EXPOSE'))
    )
      return;
    const published = services.flatMap(({ name, service }) =>
      service.ports
        .filter(
          ({ target, targetEnd, dynamic, protocol }) =>
            target !== undefined && targetEnd === undefined && !dynamic && protocol === 'tcp',
        )
        .map(({ target, span: at }) => ({ name, port: target!, at })),
    );
    const [first] = published;
    if (!first) return skip;
    const ports = [...new Set(published.map(({ port }) => port))];
    const start = stage.instructions.find(({ name }) => name === 'CMD' || name === 'ENTRYPOINT');
    const line = `${keyword(stage.from, 'EXPOSE')} ${ports.join(' ')}`;
    const last = stage.instructions.at(-1)!;
    yield {
      at: stage.base.span,
      message: `"${first.name}" publishes port ${first.port} of its container, and its Dockerfile has no EXPOSE that says so.`,
      related: [{ at: first.at, message: 'It is published here.' }],
      fix: {
        title: `Declare port ${ports.join(' and ')}`,
        safety: 'safe',
        edits: insertInstruction(start ?? last, [line], start ? 'before' : 'after'),
      },
    };
  },
});
