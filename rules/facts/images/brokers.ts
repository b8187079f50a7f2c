import type { Family } from './family.ts';

const alpineTag = /^alpine/;

/** Facts of message brokers. */
export const brokers: readonly Family[] = [
  {
    images: ['rabbitmq'],
    product: 'rabbitmq',
    role: 'broker',
    source: 'https://github.com/docker-library/rabbitmq, Dockerfiles and docker-entrypoint.sh',
    date: '2026-06-15',
    layers: [
      { on: 'ubuntu' },
      { words: alpineTag, on: 'alpine', facts: { tools: ['bash'] } },
      {
        facts: {
          ports: [4369, 5672, 15692, 25672],
          runsAs: 'drops',
          user: 'rabbitmq',
          healthcheck: false,
          tools: ['rabbitmq-diagnostics', 'rabbitmqctl'],
          dataPaths: ['/var/lib/rabbitmq'],
          capabilities: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
          memory: '1G',
          cpus: '1.0',
          healthTest: ['CMD', 'rabbitmq-diagnostics', '-q', 'check_running'],
        },
      },
      { words: /^management$/, facts: { ports: [4369, 5672, 15672, 15692, 25672] } },
      // rabbitmqadmin was a Python script, for which older management variants bring Python.
      { words: /^management$/, before: '4.3', unsure: ['python', 'python3', 'perl'] },
      {
        before: '3.8',
        unsure: ['curl', 'wget', 'rabbitmq-diagnostics'],
        facts: { healthTest: ['CMD', 'rabbitmqctl', 'status'] },
      },
    ],
  },
  {
    images: ['nats'],
    product: 'nats',
    role: 'broker',
    source: 'https://github.com/nats-io/nats-docker, Dockerfiles (2.11, 2.12)',
    date: '2026-11-24',
    // It writes to disk where JetStream is switched on only.
    layers: [
      { on: 'scratch' },
      {
        words: alpineTag,
        on: 'alpine',
        facts: { healthTest: ['CMD', 'nc', '-z', '127.0.0.1', '4222'] },
      },
      {
        facts: {
          ports: [4222, 6222, 8222],
          runsAs: 'root',
          healthcheck: false,
          fileVariables: [],
          memory: '512M',
          cpus: '0.5',
        },
      },
    ],
  },
  {
    images: ['eclipse-mosquitto'],
    product: 'mosquitto',
    role: 'broker',
    source: 'https://github.com/eclipse-mosquitto/mosquitto, docker Dockerfiles (2.0, 2.1)',
    date: '2026-11-24',
    // It keeps messages on disk where its configuration says `persistence true` only. Its entrypoint stays root, the
    // broker itself becomes `mosquitto`.
    layers: [
      { since: '2.0', on: 'alpine' },
      { words: /^ubuntu$/, on: 'ubuntu', unsure: ['curl', 'wget'] },
      {
        facts: {
          ports: [1883],
          runsAs: 'drops',
          user: 'mosquitto',
          healthcheck: false,
          tools: ['mosquitto_pub', 'mosquitto_sub'],
          fileVariables: [],
          memory: '128M',
          cpus: '0.25',
        },
      },
      {
        since: '2.0',
        without: /^ubuntu$/,
        facts: { healthTest: ['CMD', 'nc', '-z', '127.0.0.1', '1883'] },
      },
    ],
  },
  {
    images: ['apache/kafka'],
    product: 'kafka',
    role: 'broker',
    source: 'https://github.com/apache/kafka, docker/jvm/Dockerfile (FROM eclipse-temurin:21-jre-alpine)',
    date: '2026-11-24',
    // Where it keeps its data is a setting, with a folder below /tmp by default.
    layers: [
      {
        on: 'alpine',
        unsure: ['curl', 'bash'],
        facts: {
          ports: [9092],
          runsAs: 'non-root',
          user: 'appuser',
          healthcheck: false,
          tools: ['java'],
          fileVariables: [],
          capabilities: [],
          memory: '2G',
          cpus: '2.0',
        },
      },
    ],
  },
  {
    images: ['confluentinc/cp-kafka', 'bitnami/kafka', 'bitnamilegacy/kafka', 'wurstmeister/kafka'],
    product: 'kafka',
    role: 'broker',
    source: 'the images’ READMEs',
    date: '2025-11',
    layers: [{ facts: { ports: [9092], memory: '2G', cpus: '2.0', tools: ['bash'] } }],
  },
];
