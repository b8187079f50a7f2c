import { checkable } from './base-systems.ts';
import type { Family, Layer, LayerFacts } from './family.ts';

const alpineTag = /^alpine/;

/** Full images are built on buildpack-deps, `slim` ones on Debian's slim, where curl and wget are taken out after the build. */
const threeVariants: readonly Layer[] = [
  { on: 'buildpack' },
  { words: /^slim$/, on: 'debian' },
  { words: alpineTag, on: 'alpine' },
];

/** What holds for whatever is built on a runtime. */
export const application = { healthcheck: false, memory: '1G', cpus: '1.0' } as const;

/** Apache as PHP's images bring it. */
export const apacheServer: LayerFacts = {
  ports: [80],
  runsAs: 'drops',
  stopSignal: 'SIGWINCH',
  logLinks: ['access.log', 'error.log', 'other_vhosts_access.log'].map((name) => `/var/log/apache2/${name}`),
};

/** The same where the entrypoint does nothing before it. */
export const apache: LayerFacts = {
  ...apacheServer,
  writablePaths: ['/var/run/apache2', '/var/lock/apache2', '/tmp'],
  capabilities: ['NET_BIND_SERVICE', 'SETGID', 'SETUID'],
  healthTest: ['CMD', 'curl', '-fsS', '-o', '/dev/null', 'http://127.0.0.1/'],
};

/**
 * Variants of PHP's images. What phpize needs stays in PHP's images, make and g++ among it; curl does too, wget does
 * not.
 */
export const phpSystem: readonly Layer[] = [
  { on: 'debian' },
  { words: alpineTag, on: 'alpine' },
  { facts: { ...application, user: 'www-data', tools: ['curl', 'php'], runsAs: 'root' } },
  { words: /^fpm$/, facts: { runsAs: 'drops', ports: [9000], stopSignal: 'SIGQUIT' } },
];

const php: readonly Layer[] = [...phpSystem, { words: /^apache$/, facts: apache }];

const dotnetVariants: readonly Layer[] = [
  { words: alpineTag, on: 'alpine' },
  { words: /^(?:focal|jammy|noble|resolute)$/, on: 'ubuntu' },
  { words: /^(?:bullseye|bookworm|trixie)$/, on: 'debian' },
  { words: /^(?:azurelinux|cbl|mariner)/, unsure: [...checkable], facts: { shell: 'sh' } },
];

/** Facts of language runtimes. */
export const runtimes: readonly Family[] = [
  {
    images: ['node'],
    product: 'node',
    role: 'runtime',
    named: {
      krypton: '24',
      jod: '22',
      iron: '20',
      hydrogen: '18',
      gallium: '16',
      fermium: '14',
      erbium: '12',
      dubnium: '10',
      carbon: '8',
      boron: '6',
      argon: '4',
    },
    source: 'https://github.com/nodejs/docker-node, Dockerfiles',
    date: '2026-08-19',
    layers: [
      ...threeVariants,
      {
        facts: { ...application, runsAs: 'root', user: 'node', tools: ['node', 'npm', 'npx'] },
      },
    ],
  },
  {
    images: ['python'],
    product: 'python',
    role: 'runtime',
    source: 'https://github.com/docker-library/python, Dockerfiles',
    date: '2026-06-23',
    layers: [...threeVariants, { facts: { ...application, runsAs: 'root', tools: ['python', 'python3'] } }],
  },
  {
    images: ['php'],
    product: 'php',
    role: 'runtime',
    source: 'https://github.com/docker-library/php, Dockerfiles',
    date: '2026-07-30',
    layers: php,
  },
  {
    images: ['golang'],
    product: 'go',
    role: 'runtime',
    source: 'https://github.com/docker-library/golang, Dockerfiles',
    date: '2026-08-19',
    layers: [
      { on: 'scm' },
      { words: alpineTag, on: 'alpine' },
      { facts: { ...application, runsAs: 'root', tools: ['go'] } },
      { words: alpineTag, before: '1.26', unsure: ['git'] },
    ],
  },
  {
    images: ['rust'],
    product: 'rust',
    role: 'runtime',
    source: 'https://github.com/rust-lang/docker-rust, Dockerfiles',
    date: '2026-11-24',
    layers: [...threeVariants, { facts: { ...application, runsAs: 'root', tools: ['cargo'] } }],
  },
  {
    images: ['maven', 'gradle'],
    product: 'java-build',
    role: 'runtime',
    source:
      'https://github.com/carlossg/docker-maven and https://github.com/gradle/docker-gradle, Dockerfiles (FROM eclipse-temurin)',
    date: '2026-11-24',
    layers: [
      { on: 'ubuntu', unsure: ['curl', 'wget', 'git', 'ps', 'pgrep'] },
      { words: alpineTag, on: 'alpine', unsure: ['curl', 'git', 'bash'] },
      { facts: { ...application, runsAs: 'root', tools: ['java'] } },
      {
        words: /^(?:amazoncorretto|amazon|ibm|ibmjava|sapmachine|corretto|ubi|graal|openjdk)/,
        unsure: ['apt-get', 'sh', 'bash'],
      },
    ],
  },
  {
    images: ['ruby'],
    product: 'ruby',
    role: 'runtime',
    source: 'https://github.com/docker-library/ruby, Dockerfiles',
    date: '2026-04-21',
    layers: [...threeVariants, { facts: { ...application, runsAs: 'root', tools: ['ruby'] } }],
  },
  {
    images: ['denoland/deno'],
    product: 'deno',
    role: 'runtime',
    source: 'https://github.com/denoland/deno_docker, Dockerfiles',
    date: '2026-07-01',
    layers: [
      { on: 'debian' },
      { words: alpineTag, on: 'alpine' },
      { words: /^distroless$/, on: 'distroless' },
      { words: /^ubuntu$/, on: 'ubuntu' },
      { words: /^bin$/, on: 'scratch' },
      { without: /^bin$/, facts: { tools: ['tini'] } },
      { facts: { ...application, runsAs: 'root', user: 'deno' } },
    ],
  },
  {
    images: ['oven/bun'],
    product: 'bun',
    role: 'runtime',
    source: 'https://github.com/oven-sh/bun, dockerhub/*/Dockerfile',
    date: '2026-11-24',
    layers: [
      { since: '1.0', on: 'debian' },
      { words: alpineTag, on: 'alpine' },
      { words: /^slim$/, on: 'debian' },
      { words: /^distroless$/, on: 'distroless' },
      { facts: { ...application, runsAs: 'root', user: 'bun', tools: ['bun'] } },
    ],
  },
  {
    images: [/^mcr\.microsoft\.com\/dotnet\/(?:aspnet|runtime|runtime-deps)$/],
    product: 'dotnet',
    role: 'runtime',
    source:
      'https://github.com/dotnet/dotnet-docker, src/runtime-deps and src/aspnet Dockerfiles (8.0, 10.0)',
    date: '2026-11-24',
    layers: [
      { before: '10.0', on: 'debian' },
      { since: '10.0', on: 'ubuntu' },
      ...dotnetVariants,
      { facts: { ...application, runsAs: 'root', fileVariables: [] } },
      { since: '8.0', facts: { user: 'app' } },
      { words: /^(?:chiseled|distroless)$/, on: 'distroless', facts: { runsAs: 'non-root', user: 'app' } },
    ],
  },
  {
    images: ['mcr.microsoft.com/dotnet/sdk'],
    product: 'dotnet',
    role: 'runtime',
    source: 'https://github.com/dotnet/dotnet-docker, src/sdk Dockerfiles (8.0, 10.0)',
    date: '2026-11-24',
    layers: [
      { before: '10.0', on: 'debian', facts: { tools: ['wget'] } },
      { since: '10.0', on: 'ubuntu', unsure: ['wget'] },
      ...dotnetVariants,
      { facts: { ...application, runsAs: 'root', fileVariables: [] } },
      { without: /^(?:azurelinux|cbl|mariner)/, facts: { tools: ['dotnet', 'curl', 'git'] } },
    ],
  },
  {
    images: ['rust'],
    product: 'rust',
    role: 'runtime',
    source: 'https://github.com/rust-lang/docker-rust, Dockerfiles',
    date: '2026-11-24',
    layers: [...threeVariants, { facts: { ...application, runsAs: 'root', tools: ['cargo', 'rustc'] } }],
  },
  {
    images: ['elixir'],
    product: 'elixir',
    role: 'runtime',
    source: 'https://github.com/erlef/docker-elixir, Dockerfiles (FROM erlang)',
    date: '2026-11-24',
    layers: [
      ...threeVariants,
      { facts: { ...application, runsAs: 'root', tools: ['elixir', 'iex', 'mix', 'erl'] } },
    ],
  },
];
