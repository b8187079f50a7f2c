import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseArguments, UsageError } from '../../cli/arguments.ts';
import { seaworthy } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const files = {
  'compose.yaml': `services:
  proxy:
    image: nginx:1.27
    ports: ["8443:443", "80:80"]
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
  api:
    image: node:24
`,
  'nginx.conf': `events {}
http {
    server { listen 80; server_name shop.example; return 301 https://$host:8443$request_uri; }
    server {
        listen 443 ssl;
        server_name shop.example;
        add_header X-Frame-Options DENY;
        location /api/ { proxy_pass http://api:3000/v1/; }
        location / { root /srv; try_files $uri /index.html; }
    }
}
`,
};

describe('explain request', () => {
  test('says server, location, upstream and headers, with the way', async (t) => {
    const root = temporaryFolder(t, files);
    const { out, code } = await seaworthy(['explain', 'request', 'https://shop.example:8443/api/x?y'], {
      cwd: root,
    });
    assert.equal(code, 0);
    assert.equal(
      out,
      `https://shop.example:8443/api/x?y

compose.yaml, service proxy: nginx.conf
  It is passed on to http://api:3000/v1/x?y, service "api".
  server    shop.example  nginx.conf:4
  location  /api/  nginx.conf:8
  header    X-Frame-Options: DENY  nginx.conf:7
  1. The server's name "shop.example" is the request's host.  nginx.conf:6
  2. /api/x: location /api/ is the longest prefix.  nginx.conf:8
  3. proxy_pass hands it on.  nginx.conf:8
`,
    );
  });

  test('is JSON where that is asked for', async (t) => {
    const root = temporaryFolder(t, files);
    const { out } = await seaworthy(
      ['explain', 'request', 'https://shop.example:8443/about', '--format', 'json'],
      {
        cwd: root,
      },
    );
    const { version, answers } = JSON.parse(out);
    assert.equal(version, 1);
    assert.equal(answers[0].outcome, 'file');
    assert.deepEqual(answers[0].location, { text: '/', at: { file: 'nginx.conf', line: 9, column: 18 } });
    assert.equal(answers[0].otherwise[0].when, '/srv/about is a file');
    const redirect = await seaworthy(['explain', 'request', 'http://shop.example/', '--format', 'json'], {
      cwd: root,
    });
    assert.equal(JSON.parse(redirect.out).answers[0].redirect, 'https://shop.example:8443/');
  });

  test('ends with 2 where nothing listens, and where it is no request', async (t) => {
    const root = temporaryFolder(t, files);
    const closed = await seaworthy(['explain', 'request', 'http://shop.example:9/'], { cwd: root });
    assert.deepEqual([closed.code, closed.out], [2, '']);
    assert.match(closed.error, /No nginx configuration in \. listens on port 9\./);
    const wrong = await seaworthy(['explain', 'request', 'shop.example'], { cwd: root });
    assert.equal(wrong.code, 2);
    assert.match(wrong.error, /"shop\.example" is no address of a request/);
    const absent = await seaworthy(['explain', 'request', 'http://shop.example/', 'nowhere'], { cwd: root });
    assert.equal(absent.code, 2);
  });

  test('its arguments', () => {
    assert.deepEqual(parseArguments(['explain', 'request', 'http://a/', 'b', '--no-color']), {
      command: 'explain',
      url: 'http://a/',
      path: 'b',
      format: 'text',
      color: false,
    });
    for (const argv of [['explain'], ['explain', 'http://a/'], ['explain', 'request', 'http://a/', 'b', 'c']])
      assert.throws(() => parseArguments(argv), UsageError);
  });
});
