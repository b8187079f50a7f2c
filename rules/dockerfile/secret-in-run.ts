import { defineRule, firstLine, type RunStep, type ShellWord, type Span, skip } from '../../core/rule.ts';
import { isPlaceholder, secretShape } from '../facts/secrets.ts';

export default defineRule({
  id: 'dockerfile/secret-in-run',
  title: 'Secret written into a build step',
  category: 'secrets',
  severity: 'error',
  priority: 0,
  remedy: 'Hand the secret to the step with `RUN --mount=type=secret`.',
  rationale:
    'The text of every step stays in the history of the image, and what it writes in a layer. ' +
    'A token or password in it is readable for whoever can pull the image, also when a later step deletes the file.',
  references: ['https://docs.docker.com/build/building/secrets/'],
  catalogue: ['dockerfile/secret-in-run'],
  on: 'stage',
  bad: `FROM node:24-alpine
RUN npm config set //registry.example.org/:_authToken=k29dh1mzqq8r4t
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci
USER node
CMD ["node", "server.js"]
`,
  *check({ stage }) {
    const steps = [...stage.runs, ...stage.triggers];
    if (steps.length === 0) return skip;
    for (const run of steps) {
      const found = secretIn(run);
      if (!found) continue;
      yield {
        at: firstLine(found.at),
        message: `This step holds ${found.what}: it stays in the history of the image.`,
      };
    }
  },
});

interface Found {
  readonly at: Span;
  readonly what: string;
}

function secretIn({ commands }: RunStep): Found | undefined {
  for (const { call } of commands) {
    if (!call) continue;
    const words = call.args;
    for (const [index, word] of words.entries()) {
      const what = secretShape(word.text) ?? credentialsOf(call.program, word, words[index + 1]);
      if (what !== undefined) return { at: word.span, what };
    }
  }
  return undefined;
}

/** Options and settings that carry a secret, by program. */
function credentialsOf(program: string, word: ShellWord, next: ShellWord | undefined): string | undefined {
  const { text } = word;
  if (
    program === 'curl' &&
    (text === '-u' || text === '--user') &&
    next &&
    !next.dynamic &&
    /^[^:]+:.+/.test(next.text)
  )
    return isPlaceholder(next.text.replace(/^[^:]+:/, '')) ? undefined : 'a user and a password for curl';
  if (
    program === 'curl' &&
    (text === '-H' || text === '--header') &&
    next &&
    !next.dynamic &&
    /^authorization:\s*(?:bearer|token|basic)\s+\S{8,}/i.test(next.text)
  )
    return 'an Authorization header';
  if (program === 'wget' && /^--(?:http-|ftp-)?password=./.test(text) && !word.dynamic)
    return 'a password for wget';
  const token =
    /:?_(?:authToken|auth|password)[= ](.+)$/.exec(text)?.[1] ??
    (/:?_(?:authToken|auth|password)$/.test(text) ? next?.text : undefined);
  if (
    /^(?:npm|pnpm|yarn|echo|printf)$/.test(program) &&
    token !== undefined &&
    !/[$<{]/.test(token) &&
    !isPlaceholder(token)
  )
    return 'a token for npm';
  return undefined;
}
