import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Project, parseRequestUrl, requestsTo } from '../../core/index.ts';
import { images } from '../../rules/facts/images.ts';

const text = `events {}
http {
  upstream app { server api:3000; }
  server {
    listen 80;
    server_name a.example *.b.example;
    location / { return 404; }
    location /api/ { proxy_pass http://app/; }
    location /api/v2/ { return 200; }
    location = /api/ping { return 204; }
    location ^~ /safe/ { return 200; }
    location ~ \\.php$ { return 403; }
    location ~ ^/other/ { return 403; }
    location ~* \\.(php|png)$ { return 410; }
    location @late { return 502; }
  }
  server { listen 80; server_name a.example c.example; }
}
`;

function hereIs(fragment: string, at = 0) {
  const project = new Project({ rules: [], images, today: '2026-11-24' });
  project.set('/p/nginx.conf', text);
  project.setTree(['/p'], ['/p/nginx.conf']);
  project.review();
  let offset = text.indexOf(fragment);
  for (let skip = at; skip > 0; skip--) offset = text.indexOf(fragment, offset + 1);
  return requestsTo(project.deployments, '/p/nginx.conf', offset + 1);
}

describe('requests that come to a place', () => {
  test('a prefix', () => {
    const here = hereIs('/api/ {');
    assert.equal(here?.text, 'Requests whose path begins with /api/ come here.');
    assert.deepEqual(
      here.others.map((other) => other.text),
      [
        '/api/v2/ is a longer prefix',
        '= /api/ping takes exactly that path',
        '~ \\.php$ is a regular expression, which comes before a prefix',
        '~* \\.(php|png)$ is a regular expression, which comes before a prefix',
      ],
    );
    assert.deepEqual(here.example, {
      url: 'http://a.example/api/',
      summary: 'It is passed on to http://app/.',
    });
  });
  test('a prefix that no pattern takes from', () => {
    assert.deepEqual(hereIs('/safe/')?.others, []);
  });
  test('a pattern', () => {
    const here = hereIs('\\.(php');
    assert.equal(here?.text, 'Requests whose path matches \\.(php|png)$, in whatever case, come here.');
    assert.deepEqual(
      here.others.map((other) => other.text),
      [
        '^~ /safe/ is a prefix that no regular expression is asked after',
        '~ \\.php$ is a regular expression that is asked first',
        '~ ^/other/ is a regular expression that is asked first',
      ],
    );
  });
  test('a name', () => {
    assert.match(hereIs('late')!.text, /try_files and error_page that name @late/);
    assert.equal(
      hereIs('*.b.example')?.text,
      'Requests whose host matches *.b.example on port 80 come to this server.',
    );
    assert.deepEqual(
      hereIs('a.example', 1)?.others.map((other) => other.text),
      ['on port 80 another server of that name stands before it'],
    );
    assert.deepEqual(hereIs('c.example')?.others, []);
    assert.equal(hereIs('listen'), undefined);
  });
});

describe('an address', () => {
  const rows: readonly (readonly [string, unknown])[] = [
    ['https://a.example', { scheme: 'https', host: 'a.example', port: 443, target: '/' }],
    ['http://a:81/x?y#z', { scheme: 'http', host: 'a', port: 81, target: '/x?y' }],
    ['HTTP://a?q', { scheme: 'http', host: 'a', port: 80, target: '/?q' }],
    ['http://a/ä /../b', { scheme: 'http', host: 'a', port: 80, target: '/%C3%A4%20/../b' }],
    ['a/b', undefined],
    ['ftp://a/', undefined],
  ];
  for (const [url, expected] of rows) test(url, () => assert.deepEqual(parseRequestUrl(url), expected));
});
