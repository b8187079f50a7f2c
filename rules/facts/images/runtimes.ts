import type { Family, Layer, LayerFacts } from './family.ts';

const alpineTag = /^alpine/;
const ubuntuTag = /^(?:bionic|focal|jammy|noble|resolute)$/;

/** Full images are built on buildpack-deps, `slim` ones on Debian's slim, where curl and wget are taken out after the build. */
const threeVariants: readonly Layer[] = [
  { on: 'buildpack' },
  { words: /^slim$/, on: 'debian' },
  { words: alpineTag, on: 'alpine' },
];

const application = { healthcheck: false, memory: '1G', cpus: '1.0' } as const;

const apache: LayerFacts = {
  ports: [80],
  runsAs: 'drops',
  writablePaths: ['/var/run/apache2', '/var/lock/apache2', '/tmp'],
  capabilities: ['NET_BIND_SERVICE', 'SETGID', 'SETUID'],
  healthTest: ['CMD', 'curl', '-fsS', '-o', '/dev/null', 'http://127.0.0.1/'],
};

/** What phpize needs stays in PHP's images, make and g++ among it; curl does too, wget does not. */
const php: readonly Layer[] = [
  { on: 'debian' },
  { words: alpineTag, on: 'alpine' },
  { facts: { ...application, user: 'www-data', tools: ['curl', 'php'], runsAs: 'root' } },
  { words: /^fpm$/, facts: { runsAs: 'drops', ports: [9000] } },
  { words: /^apache$/, facts: apache },
];

/** Facts of language runtimes. */
export const runtimes: readonly Family[] = [
  {
    images: ['node'],
    product: 'node',
    role: 'runtime',
    named: { krypton: '24', jod: '22', iron: '20', hydrogen: '18', gallium: '16' },
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
    images: ['wordpress'],
    product: 'wordpress',
    role: 'application',
    source: 'https://github.com/docker-library/wordpress, Dockerfiles and docker-entrypoint.sh (FROM php)',
    date: '2026-08-19',
    layers: [
      ...php,
      { without: /^(?:fpm|cli)$/, facts: apache },
      { words: /^cli$/, on: 'alpine', facts: { runsAs: 'non-root', tools: ['bash', 'curl', 'php'] } },
      {
        facts: {
          dataPaths: ['/var/www/html'],
          fileVariables: [
            'WORDPRESS_DB_HOST',
            'WORDPRESS_DB_USER',
            'WORDPRESS_DB_PASSWORD',
            'WORDPRESS_DB_NAME',
            ...['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'].flatMap((name) => [
              `WORDPRESS_${name}_KEY`,
              `WORDPRESS_${name}_SALT`,
            ]),
          ],
        },
      },
    ],
  },
  {
    images: ['ghost'],
    product: 'ghost',
    role: 'application',
    source: 'https://github.com/docker-library/ghost, Dockerfiles and docker-entrypoint.sh (FROM node)',
    date: '2026-06-12',
    layers: [
      { on: 'debian' },
      { words: alpineTag, on: 'alpine', facts: { tools: ['bash'] } },
      {
        facts: {
          ...application,
          ports: [2368],
          runsAs: 'drops',
          user: 'node',
          tools: ['node', 'npm', 'npx', 'gosu'],
          dataPaths: ['/var/lib/ghost/content'],
        },
      },
    ],
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
    images: ['eclipse-temurin'],
    product: 'temurin',
    role: 'runtime',
    source: 'https://github.com/adoptium/containers, Dockerfiles',
    date: '2026-08-05',
    layers: [
      { on: 'ubuntu', facts: { tools: ['curl', 'wget'] } },
      { words: alpineTag, on: 'alpine' },
      { words: /^ubi/, on: 'ubi', unsure: ['wget'] },
      { facts: { ...application, runsAs: 'root', tools: ['java'] } },
    ],
  },
  {
    images: ['openjdk', 'adoptopenjdk'],
    product: 'openjdk',
    role: 'runtime',
    source: 'https://github.com/docker-library/openjdk, Dockerfiles (deprecated since July 2022)',
    date: '2025-11',
    layers: [
      { words: alpineTag, on: 'alpine' },
      { words: /^slim$/, on: 'debian' },
      { words: /^oracle/, on: 'oracle' },
      { facts: { ...application, runsAs: 'root', tools: ['java', 'sh'] } },
    ],
  },
  {
    images: [
      'amazoncorretto',
      'ibm-semeru-runtimes',
      'bellsoft/liberica-openjdk-alpine',
      'azul/zulu-openjdk',
    ],
    product: 'openjdk',
    role: 'runtime',
    source: 'https://github.com/corretto/corretto-docker and the other vendors’ READMEs',
    date: '2025-11',
    layers: [
      { words: alpineTag, on: 'alpine' },
      { words: ubuntuTag, unsure: [] },
      { facts: { ...application, runsAs: 'root', tools: ['java', 'sh'] } },
    ],
  },
  {
    images: ['tomcat'],
    product: 'tomcat',
    role: 'web-server',
    source: 'https://github.com/docker-library/tomcat, Dockerfiles (FROM eclipse-temurin)',
    date: '2026-08-20',
    layers: [
      { since: '9.0', on: 'ubuntu', facts: { tools: ['curl', 'wget'] } },
      { words: /^(?:corretto|slim|openjdk\w*)$/, unsure: ['curl', 'wget', 'perl', 'apt-get'] },
      { facts: { ...application, ports: [8080], runsAs: 'root', tools: ['java', 'sh'] } },
    ],
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
    date: '2025-11',
    layers: [
      { words: alpineTag, on: 'alpine' },
      { words: /^slim$/, on: 'debian' },
      { words: /^distroless$/, on: 'distroless' },
      { facts: { ...application, runsAs: 'root', user: 'bun' } },
    ],
  },
];
