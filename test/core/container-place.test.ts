/** What lies at a container path, and who obtains, reads and renews certificates. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { certificatesOf, type Deployment, defineRule } from '../../core/rule.ts';
import { acmeExample } from '../../rules/shared/acme-example.ts';
import { type Files, reviewFiles } from '../../scripts/generate/example-review.ts';

describe('container place', () => {
  const compose = `services:
  app:
    build: .
    volumes:
      - ./config:/etc/app:ro
      - ./config/extra:/etc/app/extra
      - data:/data
    tmpfs: /run/app:mode=700
    secrets: [key]
    configs:
      - source: site
        target: /srv/site.conf
volumes:
  data:
secrets:
  key:
    file: ./key
configs:
  site:
    file: ./site
`;
  const dockerfile = `FROM alpine:3.22
WORKDIR /app
RUN mkdir -p /var/lib/app
COPY src ./src
`;
  const files = { 'compose.yaml': compose, Dockerfile: dockerfile, 'config/app.ini': '', 'src/main.js': '' };

  test('the innermost mount, then tmpfs, grants, COPY, steps, the image', () => {
    assert.deepEqual(places(files), [
      ['/etc/app/app.ini', 'mount ./config app.ini'],
      ['/etc/app/extra/a', 'mount ./config/extra a'],
      ['/data', 'mount data '],
      ['/database', 'image'],
      ['/run/app/pid', 'tmpfs'],
      ['/run/secrets/key', 'secret key'],
      ['/srv/site.conf', 'config site'],
      ['/app/src/main.js', 'copy'],
      ['/var/lib/app/x', 'unknown'],
      ['/opt/x', 'image'],
      ['/etc', 'unknown'],
    ]);
  });

  test('a target that is not known may be anywhere', () => {
    const dynamic = { ...files, 'compose.yaml': compose.replace('data:/data', 'data:${TARGET}') };
    const found = new Map(places(dynamic));
    assert.equal(found.get('/opt/x'), 'unknown');
    assert.equal(found.get('/etc/app/app.ini'), 'mount ./config app.ini');
  });

  function places(of: Files): readonly (readonly [string, string])[] {
    const asked = [
      '/etc/app/app.ini',
      '/etc/app/extra/a',
      '/data',
      '/database',
      '/run/app/pid',
      '/run/secrets/key',
      '/srv/site.conf',
      '/app/src/main.js',
      '/var/lib/app/x',
      '/opt/x',
      '/etc',
    ];
    const service = deploymentOf(of).services[0]!;
    return asked.map((path) => {
      const place = service.place(path);
      const more =
        place.kind === 'mount'
          ? ` ${place.mount.source} ${place.rest}`
          : place.kind === 'secret' || place.kind === 'config'
            ? ` ${place.name}`
            : '';
      return [path, `${place.kind}${more}`];
    });
  }
});

describe('certificates', () => {
  const facts = (of: Files) => {
    const { clients, uses, clientOf } = certificatesOf(deploymentOf(of));
    return {
      clients: clients.map(({ service, tool, obtains, renews, known, webroots }) => ({
        service: service.name,
        tool,
        obtains,
        renews,
        known,
        webroots,
      })),
      read: uses.map((use) => [use.service.name, use.path, clientOf(use)?.service.name]),
    };
  };

  test('certbot that only renews', () => {
    const live = '/etc/letsencrypt/live/shop.example.org';
    assert.deepEqual(facts(acmeExample()), {
      clients: [
        { service: 'certbot', tool: 'certbot', obtains: false, renews: true, known: true, webroots: [] },
      ],
      read: [
        ['proxy', `${live}/fullchain.pem`, 'certbot'],
        ['proxy', `${live}/privkey.pem`, 'certbot'],
      ],
    });
  });

  test('certbot that asks once', () => {
    const renew = '["certbot", "certonly", "--webroot", "-w", "/challenges", "-d", "shop.example.org"]';
    assert.deepEqual(facts(acmeExample({ renew })).clients, [
      {
        service: 'certbot',
        tool: 'certbot',
        obtains: true,
        renews: false,
        known: true,
        webroots: ['/challenges'],
      },
    ]);
  });

  test('a script inside the image is not known', () => {
    assert.equal(facts(acmeExample({ renew: '/renew.sh' })).clients[0]?.known, false);
    const mounted = acmeExample({ renew: '/renew.sh' });
    const compose = mounted['compose.yaml'].replace(
      '      - certificates:/etc/letsencrypt\n',
      '      - certificates:/etc/letsencrypt\n      - ./renew.sh:/renew.sh\n',
    );
    const [client] = facts({
      ...mounted,
      'compose.yaml': compose,
      'renew.sh': 'while :; do certbot renew; done',
    }).clients;
    assert.deepEqual([client?.known, client?.renews], [true, true]);
  });
});

function deploymentOf(files: Files): Deployment {
  let found: Deployment | undefined;
  const probe = defineRule({
    id: 'deployment/probe',
    title: 'Probe',
    category: 'correctness',
    severity: 'info',
    priority: 3,
    remedy: '',
    rationale: '',
    references: [],
    catalogue: [],
    on: 'deployment',
    bad: '',
    good: '',
    // biome-ignore lint/correctness/useYield: it only looks
    *check(deployment) {
      found = deployment;
    },
  });
  reviewFiles(files, { rules: [probe] });
  assert.ok(found);
  return found;
}
