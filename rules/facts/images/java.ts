import type { Family } from './family.ts';
import { application } from './runtimes.ts';

const alpineTag = /^alpine/;

/** Facts of Java runtimes and what is built on them. */
export const java: readonly Family[] = [
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
    images: ['amazoncorretto', 'public.ecr.aws/amazoncorretto/amazoncorretto'],
    product: 'corretto',
    role: 'runtime',
    source: 'https://github.com/corretto/corretto-docker, Dockerfiles (FROM amazonlinux, alpine, debian)',
    date: '2026-11-24',
    layers: [
      { facts: { tools: ['sh', 'bash', 'curl'], lacks: ['nc', 'apk', 'apt-get'] } },
      { words: alpineTag, on: 'alpine' },
      { words: /^debian$/, on: 'debian', unsure: ['curl', 'wget'] },
      { facts: { ...application, runsAs: 'root', tools: ['java', 'sh'] } },
    ],
  },
  {
    images: ['ibm-semeru-runtimes', 'bellsoft/liberica-openjdk-alpine', 'azul/zulu-openjdk'],
    product: 'openjdk',
    role: 'runtime',
    source: 'the vendors’ READMEs',
    date: '2025-11',
    layers: [
      { words: alpineTag, on: 'alpine' },
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
];
