import {
  type CopyStep,
  type DeployedDockerfile,
  defineRule,
  type Fix,
  firstLine,
  isExampleEnvFile,
  joinPath,
  nameOf,
  relativePath,
  skip,
} from '../../core/rule.ts';
import { isPlaceholder, isSecretName } from '../facts/secrets.ts';
import { wouldCopy } from '../shared/build-inputs.ts';

export default defineRule({
  id: 'deployment/secrets-in-build-context',
  title: 'Secrets that the ignore file lets into the image',
  category: 'secrets',
  severity: 'warning',
  priority: 1,
  remedy:
    'Keep env files and private keys out of the build context, and give them to the container when it starts.',
  strength: 'The ignore file keeps env files and keys out of images',
  rationale:
    '`COPY . .` takes everything that the ignore file does not name. An env file or a private key in the folder is then part of the image, and whoever can pull the image can read it, long after the file was deleted.',
  references: [
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
    'https://docs.docker.com/build/building/secrets/',
  ],
  catalogue: ['deployment/dockerignore-lets-secrets-in'],
  production: true,
  on: 'dockerfile',
  bad: {
    Dockerfile: `FROM node:24-alpine
WORKDIR /app
COPY . .
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
    '.env': 'SESSION_SECRET=b51f0cbe27d14e1a\n',
    '.dockerignore': 'node_modules\n.git\n',
  },
  good: {
    Dockerfile: `FROM node:24-alpine
WORKDIR /app
COPY . .
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
    '.env': 'SESSION_SECRET=b51f0cbe27d14e1a\n',
    '.dockerignore': 'node_modules\n.git\n.env\n',
  },
  *check(dockerfile) {
    const { context, ignore, deployment } = dockerfile;
    // Without an ignore file there is a finding about that.
    if (!ignore || !deployment.tree.knows(context)) return skip;
    const copies = shippedCopies(dockerfile);
    if (copies.length === 0) return skip;
    const secrets = deployment.tree
      .below(context)
      .filter(mayBeSecret)
      .map((path) => relativePath(context, path))
      .filter((path) => !ignore.ignores(path) && holdsSecret(dockerfile, path));
    for (const copy of copies) {
      const inside = secrets.filter((path) => wouldCopy(copy, path));
      const [first] = inside;
      if (first === undefined) continue;
      const others = inside.length > 1 ? ` and ${inside.length - 1} more` : '';
      yield {
        at: firstLine(copy.sources[0]?.span ?? copy.instruction.span),
        message: `"${deployment.show(joinPath(context, first))}"${others} goes into the image here, secrets and all: "${deployment.show(ignore.source.path)}" does not keep it out.`,
        fix: () => keepOut(dockerfile, inside),
      };
      return;
    }
  },
});

/** Steps that take folders of the context into an image that is shipped. */
function shippedCopies({ stages }: DeployedDockerfile): readonly CopyStep[] {
  const shipped = new Set(stages.filter((stage) => stage.final).flatMap(({ stage }) => stage.chain));
  return [...shipped].flatMap((stage) => stage.copies.filter((copy) => !copy.from));
}

const keyFile =
  /^(?:id_(?:rsa|dsa|ecdsa|ed25519)|.*\.(?:key|p12|pfx|jks|kdbx)|(?:privkey|private[\w-]*)\d*\.pem|\.htpasswd|\.pgpass|\.netrc)$/i;

function mayBeSecret(path: string): boolean {
  const name = nameOf(path);
  return (
    keyFile.test(name) ||
    (/^\.env(?:\.[\w.-]+)?$/.test(name) && !isExampleEnvFile(path) && !/\.(?:test|vault)$/.test(name))
  );
}

/** A key by its name, an env file by what it holds. */
function holdsSecret({ context, deployment }: DeployedDockerfile, path: string): boolean {
  if (keyFile.test(nameOf(path))) return true;
  const text = deployment.text(joinPath(context, path))?.text ?? '';
  return [...text.matchAll(/^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*=[ \t]*(\S.*)$/gm)].some(
    ([, name = '', value = '']) => {
      const plain = value.replace(/\s+#.*$/, '').replace(/^(["'])(.*)\1$/, '$2');
      return isSecretName(name) && plain !== '' && !plain.includes('${') && !isPlaceholder(plain);
    },
  );
}

function keepOut({ ignore, deployment }: DeployedDockerfile, paths: readonly string[]): Fix | undefined {
  if (!ignore) return undefined;
  const { source } = ignore;
  const end = source.text.length;
  const before = source.text === '' || source.text.endsWith('\n') ? '' : source.eol;
  return {
    title: `Keep ${paths.map((path) => `"${path}"`).join(', ')} out, in "${deployment.show(source.path)}"`,
    safety: 'review',
    edits: [
      { span: { source, start: end, end }, text: before + paths.map((path) => path + source.eol).join('') },
    ],
  };
}
