import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNginx } from '../../core/model/nginx-config.ts';
import { locationFor, serverFor } from '../../core/model/nginx-match.ts';
import { parseNginx } from '../../core/parse/nginx.ts';
import { Source } from '../../core/text/index.ts';

function read(http: string) {
  const file = parseNginx(new Source('nginx.conf', `events {}\nhttp {\n${http}\n}\n`));
  return readNginx(file, { file: () => undefined, include: () => ({ paths: [], known: true }) });
}

test('the server of a request: by name, by default_server, else the first of the port', () => {
  const config = read(`
    server { listen 80; server_name first; }
    server { listen 80 default_server; server_name second; }
    server { listen 81; server_name third; }
    server { listen 82; server_name ~^x; }
  `);
  const name = (port: number, host: string) => serverFor(config, port, host)?.names[0]?.text;
  assert.equal(name(80, 'first'), 'first');
  assert.equal(name(80, 'localhost'), 'second');
  assert.equal(name(81, 'localhost'), 'third');
  assert.equal(name(82, 'localhost'), undefined);
  assert.equal(name(83, 'localhost'), undefined);
});

test('the location of a request: exact, longest prefix, patterns in order', () => {
  const [server] = read(`server {
    location = /a { }
    location /a { }
    location ^~ /a/b/ { }
    location ~* \\.PNG$ { }
    location ~ \\.png$ { }
    location @a { }
    location /n/ { location /n/m { } }
  }`).servers;
  const found = (path: string) => {
    const location = locationFor(server!, path);
    return typeof location === 'object' ? `${location.modifier} ${location.path}`.trim() : location;
  };
  assert.equal(found('/a'), '= /a');
  assert.equal(found('/ab'), '/a');
  assert.equal(found('/a/b/x.png'), '^~ /a/b/');
  assert.equal(found('/a/x.png'), '~* \\.PNG$');
  assert.equal(found('/x'), 'none');
  assert.equal(found('/n/m'), undefined);
});

test('a pattern that is not understood leaves it open, but not what comes before patterns', () => {
  const [server] = read('server { location = /a { } location / { } location ~ (a+)+$ { } }').servers;
  assert.equal(locationFor(server!, '/b'), undefined);
  assert.equal((locationFor(server!, '/a') as { modifier: string }).modifier, '=');
});
