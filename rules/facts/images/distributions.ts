import { checkable } from './base-systems.ts';
import type { Family } from './family.ts';

const base = { runsAs: 'root', healthcheck: false, oneShot: true } as const;

/** Distributions with RPM packages; their minimal variants have microdnf instead of dnf. */
const enterprise = (product: string, names: readonly string[]): Family => ({
  images: names,
  product,
  role: 'distribution',
  source: 'the images’ READMEs; https://github.com/opensearch-project/opensearch-build on amazonlinux',
  date: '2026-11-24',
  layers: [{ facts: { ...base, shell: 'bash', tools: ['sh', 'bash'], lacks: ['nc', 'apk', 'apt-get'] } }],
});

/** Facts of bare distributions. */
export const distributions: readonly Family[] = [
  {
    images: ['alpine'],
    product: 'alpine',
    role: 'distribution',
    source: 'https://github.com/alpinelinux/docker-alpine, Dockerfile; the busybox package’s configuration',
    date: '2026-08',
    layers: [{ on: 'alpine', facts: base }],
  },
  {
    images: ['debian'],
    product: 'debian',
    role: 'distribution',
    named: {
      forky: '14',
      trixie: '13',
      bookworm: '12',
      bullseye: '11',
      buster: '10',
      stretch: '9',
      jessie: '8',
      stable: '13',
      oldstable: '12',
    },
    source: 'https://github.com/debuerreotype/docker-debian-artifacts',
    date: '2026-08',
    // The full image differs from `slim` in documentation and locales only.
    layers: [{ on: 'debian', facts: base }],
  },
  {
    images: ['ubuntu'],
    product: 'ubuntu',
    role: 'distribution',
    named: {
      resolute: '26.04',
      noble: '24.04',
      jammy: '22.04',
      focal: '20.04',
      bionic: '18.04',
      xenial: '16.04',
      trusty: '14.04',
    },
    source: 'https://git.launchpad.net/cloud-images/+oci/ubuntu-base',
    date: '2026-08',
    layers: [{ on: 'ubuntu', facts: base }],
  },
  {
    images: ['busybox'],
    product: 'busybox',
    role: 'distribution',
    source: 'https://github.com/docker-library/busybox, Dockerfiles',
    date: '2026-11-24',
    layers: [{ on: 'busybox', facts: base }],
  },
  {
    images: ['buildpack-deps'],
    product: 'buildpack-deps',
    role: 'distribution',
    named: {
      trixie: '13',
      bookworm: '12',
      bullseye: '11',
      buster: '10',
      stretch: '9',
      jessie: '8',
      resolute: '26.04',
      noble: '24.04',
      jammy: '22.04',
      focal: '20.04',
    },
    source: 'https://github.com/docker-library/buildpack-deps, Dockerfiles',
    date: '2025-11',
    layers: [
      { on: 'buildpack', facts: base },
      { words: /^scm$/, on: 'scm' },
      { words: /^curl$/, on: 'debian', facts: { tools: ['curl', 'wget'] } },
    ],
  },
  ...[
    enterprise('fedora', ['fedora']),
    enterprise('rocky', ['rockylinux', 'rockylinux/rockylinux']),
    enterprise('almalinux', ['almalinux']),
    enterprise('oraclelinux', ['oraclelinux']),
    enterprise('amazonlinux', ['amazonlinux', 'public.ecr.aws/amazonlinux/amazonlinux']),
    enterprise('enterprise-linux', ['centos']),
  ],
  {
    images: ['cgr.dev/chainguard/wolfi-base', 'chainguard/wolfi-base'],
    product: 'wolfi',
    role: 'distribution',
    source:
      'https://edu.chainguard.dev/chainguard/containers/about/images-compiled-programs/compiled-programs/',
    date: '2026-11-24',
    layers: [
      {
        on: 'busybox',
        unsure: ['wget', 'nc', 'ping', 'nslookup', 'ps', 'pgrep', 'netstat', 'telnet'],
        facts: { tools: ['apk'], healthcheck: false, oneShot: true },
      },
    ],
  },
  {
    images: [/^(?:cgr\.dev\/)?chainguard\/(?:static|glibc-dynamic|cc-dynamic)$/],
    product: 'chainguard',
    role: 'distribution',
    source:
      'https://edu.chainguard.dev/chainguard/containers/about/images-compiled-programs/compiled-programs/',
    date: '2026-11-24',
    // `-dev` tags bring a shell and apk.
    layers: [
      { on: 'distroless', facts: { runsAs: 'non-root', user: '65532', healthcheck: false } },
      { words: /^dev$/, unsure: [...checkable], facts: { shell: 'sh' } },
    ],
  },
  {
    images: [/^gcr\.io\/distroless\//],
    product: 'distroless',
    role: 'distribution',
    version: /^\0(\d+)/,
    source: 'https://github.com/GoogleContainerTools/distroless, README.md',
    date: '2026-11-24',
    layers: [
      { on: 'distroless', facts: { runsAs: 'root', healthcheck: false } },
      // `debug` brings busybox at /busybox.
      { words: /^debug$/, on: 'busybox', unsure: ['ping', 'nslookup', 'ps', 'pgrep', 'netstat', 'telnet'] },
      { words: /^nonroot$/, facts: { runsAs: 'non-root', user: 'nonroot' } },
      { unsure: ['node', 'java', 'python', 'python3'] },
    ],
  },
];
