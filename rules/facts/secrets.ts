/**
 * What secrets look like: names of variables, shapes of values, stand-ins.
 * Sources: the token formats that their issuers publish (docs.github.com "About authentication", docs.aws.amazon.com
 * "Unique identifiers", docs.stripe.com "API keys", api.slack.com "Token types"), the secret rules of gitleaks; and of
 * what is no secret: the false alarms reported to BuildKit (moby/buildkit#5775). Read 2026-11.
 */

const secretWords: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'passphrase',
  'pass',
  'pwd',
  'secret',
  'token',
  'apikey',
  'credential',
  'credentials',
  'privatekey',
  'secretkey',
  'authtoken',
]);

/** Words that make a `…_KEY` a secret one; a bare key may be a cache's or a partition's. */
const keyWords: ReadonlySet<string> = new Set([
  'api',
  'private',
  'access',
  'secret',
  'encryption',
  'encrypt',
  'signing',
  'sign',
  'auth',
  'master',
  'app',
  'session',
  'cookie',
  'jwt',
  'hmac',
  'account',
  'storage',
  'role',
  'deploy',
  'ssh',
  'license',
  'security',
  'nonce',
  'logged',
]);

/** A name that ends on one of these speaks about a secret and holds none. */
const aboutWords: ReadonlySet<string> = new Set([
  'file',
  'path',
  'dir',
  'directory',
  'url',
  'uri',
  'host',
  'port',
  'endpoint',
  'name',
  'id',
  'alias',
  'arn',
  'ttl',
  'expiry',
  'expires',
  'expiration',
  'expire',
  'in',
  'length',
  'len',
  'min',
  'max',
  'size',
  'age',
  'timeout',
  'string',
  'prompt',
  'enabled',
  'required',
  'disabled',
  'policy',
  'algorithm',
  'alg',
  'type',
  'version',
  'rotation',
  'interval',
  'period',
  'issuer',
  'audience',
  'header',
  'field',
  'prefix',
  'suffix',
  'format',
  'lifetime',
  'duration',
  'ms',
  'seconds',
  'minutes',
  'hours',
  'days',
  'count',
  'limit',
  'region',
  'store',
  'provider',
  'service',
  'mode',
  'rounds',
  'iterations',
  'cost',
  'strength',
  'regex',
  'pattern',
  'message',
  'text',
  'label',
  'template',
  'subject',
  'manager',
  'engine',
  'backend',
  'driver',
  'class',
  'command',
  'cmd',
  'mount',
  'email',
  'username',
  'user',
  'login',
  'scheme',
  'method',
  'reset',
  'hint',
]);

/** A name with one of these is a switch. */
const switchWords: ReadonlySet<string> = new Set([
  'allow',
  'require',
  'requires',
  'enable',
  'disable',
  'use',
  'is',
  'has',
  'show',
  'skip',
  'no',
  'force',
  'validate',
  'check',
  'random',
  'empty',
  'public',
  'publishable',
  'site',
  'verify',
  'reset',
  'min',
  'max',
  'prompt',
]);

/** Whether a variable of this name holds a secret: `POSTGRES_PASSWORD`, not `PASSWORD_MIN_LENGTH`, `KMS_KEY_ALIAS`, `DB_PASSWORD_FILE`. */
export function isSecretName(name: string): boolean {
  if (name === 'PWD' || name === 'OLDPWD') return false;
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean);
  if (aboutWords.has(words.at(-1) ?? '') || words.some((word) => switchWords.has(word))) return false;
  return words.some(
    (word, index) =>
      secretWords.has(word) ||
      /(?:password|passwd|secret|token|apikey)$/.test(word) ||
      (word === 'key' && keyWords.has(words[index - 1] ?? '')),
  );
}

interface Shape {
  /** With its article: `an AWS access key`. */
  readonly name: string;
  readonly pattern: RegExp;
}

const shapes: readonly Shape[] = [
  { name: 'a private key', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { name: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { name: 'a GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/ },
  { name: 'a GitLab token', pattern: /\bglpat-[\w-]{20,}/ },
  { name: 'a Slack token', pattern: /\bxox[abeoprs]-[\w-]{10,}/ },
  { name: 'a Slack webhook', pattern: /https:\/\/hooks\.slack\.com\/(?:services|workflows)\/[\w/]{20,}/ },
  { name: 'a Stripe live key', pattern: /\b[rs]k_live_[0-9A-Za-z]{16,}/ },
  { name: 'a Google API key', pattern: /\bAIza[\w-]{35}(?![\w-])/ },
  { name: 'a SendGrid key', pattern: /\bSG\.[\w-]{16,}\.[\w-]{16,}/ },
  { name: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { name: 'a PyPI token', pattern: /\bpypi-AgE[\w-]{50,}/ },
  { name: 'a Docker token', pattern: /\bdckr_pat_[\w-]{20,}/ },
  { name: 'a DigitalOcean token', pattern: /\bdo[opr]_v1_[a-f0-9]{64}\b/ },
  { name: 'a Hugging Face token', pattern: /\bhf_[A-Za-z]{30,}\b/ },
  { name: 'a Telegram bot token', pattern: /\b\d{8,10}:AA[\w-]{33}(?![\w-])/ },
  { name: 'a Shopify token', pattern: /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b/ },
  { name: 'a JSON web token', pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/ },
];

/**
 * What kind of secret a value is by its form alone.
 * @returns the kind with its article (`an AWS access key`, `a URL with a password`); undefined for none, and for stand-ins.
 */
export function secretShape(value: string): string | undefined {
  const shape = shapes.find(({ pattern }) => pattern.test(value));
  if (shape) return /EXAMPLE/.test(value) ? undefined : shape.name;
  const password = urlPassword(value);
  return password !== undefined && !isPlaceholder(password) ? 'a URL with a password' : undefined;
}

/** The password in `scheme://user:password@host`, where it is written out; undefined where there is none or a variable stands for it. */
export function urlPassword(value: string): string | undefined {
  const password = /^[a-z][a-z\d+.-]*:\/\/[^\s:/?#@]*:([^\s/?#@]+)@[^\s/]/i.exec(value)?.[1];
  return password === undefined || /\$|^<.*>$|^\{\{/.test(password) ? undefined : password;
}

const placeholders: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'pass',
  'secret',
  'token',
  'example',
  'sample',
  'test',
  'testing',
  'admin',
  'administrator',
  'root',
  'user',
  'username',
  'postgres',
  'postgresql',
  'mysql',
  'mariadb',
  'redis',
  'rabbitmq',
  'mongo',
  'mongodb',
  'guest',
  'default',
  'demo',
  'dev',
  'local',
  'letmein',
  'qwerty',
  'password1',
  'password123',
  'passw0rd',
  'p@ssw0rd',
  'admin123',
  'root123',
  'secret123',
  'supersecret',
  'topsecret',
  'todo',
  'tbd',
  'fixme',
  'undefined',
  'foo',
  'bar',
  'foobar',
  'abc123',
  'minioadmin',
  'minio123',
  'elastic',
  'grafana',
  'wordpress',
  'keycloak',
  'pgadmin',
  'none',
  'null',
  'string',
  'value',
  'key',
  'api-key',
  'apikey',
  'welcome',
  'welcome1',
  'hunter2',
]);

const placeholderForms: readonly RegExp[] = [
  /^your[-_ ]?/,
  /[-_ ]here$/,
  /^my[-_ ]?(?:super[-_ ]?)?(?:secret|password|passwd|token|key|db[-_ ]?pass)/,
  /^(?:super|very)[-_ ]?(?:strong|secure|secret)/,
  /^change[-_ ]?(?:me|this|it)/,
  /^change[-_ ]?[a-z_ -]*(?:password|token|secret|key)$/,
  /(?:^|[-_ ])change[-_ ]?(?:me|this)(?:$|[-_ !])/,
  /^(?:replace|insert|enter|put|fill|generate|todo|set)[-_ ]/,
  /^replaceme/,
  /(?:^|[^a-z])(?:example|placeholder|dummy|sample|insecure|not[-_ ]?secret)(?:[^a-z]|$)/,
  /^<.*>$/,
  /^\[.*\]$/,
  /^\{\{.*\}\}$/,
  /^x{3,}$/,
  /^[*.#?_-]{3,}$/,
  /^(.)\1{3,}$/,
  /^1234?5?6?7?8?9?0?$/,
  /^(?:0123|123456|987654)\d*$/,
];

/** Whether a value stands in for a secret or is one that everybody knows: `changeme`, `your-key-here`, `postgres`, `xxx`. */
export function isPlaceholder(value: string): boolean {
  const text = value.trim().toLowerCase();
  return placeholders.has(text) || placeholderForms.some((form) => form.test(text));
}

const noSecret = /^(?:|true|false|yes|no|on|off|none|null|auto|disabled|enabled|[./~].*|\w+:\/\/.*)$/i;

/** Whether the value of a variable with a secret's name is none after all: a path, an address, a switch, nothing. */
export function isNoSecret(value: string): boolean {
  return noSecret.test(value);
}
