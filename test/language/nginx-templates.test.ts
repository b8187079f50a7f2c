/** Files that something fills in before nginx reads them: what stands there for it is read over. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyEdits } from '../../core/text/index.ts';
import { suggestions } from '../../language/nginx/completion.ts';
import { loadDocumentation } from '../../language/nginx/documentation.ts';
import { format } from '../../language/nginx/format.ts';
import { hoverText } from '../../language/nginx/hover.ts';
import { outline } from '../../language/nginx/outline.ts';
import { definitions } from '../../language/nginx/references.ts';
import { marked, project, shown } from './nginx-text.ts';

const documentation = await loadDocumentation();

const templates: Readonly<Record<string, string>> = {
  'nginx/site.conf.template': `upstream api {
    server \${API_HOST}:\${API_PORT};
}
\${EXTRA_UPSTREAMS}
server {
    listen \${PORT};
    server_name \${NAMES};
    location / {
        proxy_pass http://api;
        HERE
    }
}
`,
  'nginx/site.conf.j2': `{# {{ ansible_managed }} { #}
{% for backend in backends %}
# one of {{ backends | length }}
{% endfor %}
upstream api {
    {% for backend in backends -%}
    server {{ backend.host }}:{{ backend.port | default(80) }};
    {% endfor %}
}
server {
    {% if tls %}
    listen 443 ssl;
    {% else %}
    listen {{ port }};
    {% endif %}
    server_name {{ names | join(' ') }};
    location / {
        proxy_pass http://api;
        HERE
    }
}
`,
  'nginx/site.conf.tmpl': `{{- $port := .Env.PORT }}
upstream api {
{{ range .Backends }}
    server {{ .Host }}:{{ .Port }};
{{ end }}
}
server {
    listen {{ $port }}{{ if .Tls }} ssl{{ end }};
    server_name {{ join .Names " " }};
    location / {
        proxy_pass http://api;
        HERE
    }
}
`,
};

for (const [path, template] of Object.entries(templates))
  describe(path, () => {
    const at = (text: string) => {
      const { file, offset } = marked(text, path);
      return { file, offset, workspace: project({ [path]: file.source.text }) };
    };
    const plain = template.replace('HERE', '');

    test('has no mistake', () => {
      const { file } = at(`${plain}¦`);
      assert.deepEqual(file.problems, []);
      assert.ok(file.balanced);
    });

    test('has an outline', () => {
      const [upstream, server] = outline(at(`${plain}¦`).file);
      assert.equal(upstream!.name, 'upstream api');
      assert.equal(server!.kind, 'server');
      assert.deepEqual(
        server!.children.map(({ name, detail }) => [name, detail]),
        [['/', 'proxy_pass http://api']],
      );
    });

    test('is explained and followed', () => {
      const hovered = at(plain.replace('proxy_pass', 'proxy¦_pass'));
      const { markdown } = hoverText(hovered.file, hovered.offset, hovered.workspace, documentation)!;
      assert.match(markdown, /^```nginx\nproxy_pass URL;/);
      const { file, offset, workspace } = at(plain.replace('//api', '//a¦pi'));
      assert.deepEqual(definitions(file, offset, workspace).map(shown), [`${path}:api`]);
    });

    test('is completed', () => {
      const { file, offset, workspace } = at(template.replace('HERE', 'proxy_s¦'));
      const found = suggestions(file, offset, workspace, documentation, false)!.items.map(
        ({ label }) => label,
      );
      assert.ok(found.includes('proxy_set_header') && !found.includes('listen'), `${found.slice(0, 9)}`);
    });

    test('keeps its text when it is formatted', () => {
      const crooked = plain
        .replace('        proxy_pass http', '  proxy_pass   http')
        .replace(/ +(?=\n)/g, '');
      const edits = format(at(`${crooked}¦`).file, { unit: '    ' });
      const once = applyEdits(path, crooked, edits)!;
      assert.match(once, /^ {8}proxy_pass http:\/\/api;$/m);
      assert.equal(once.replace(/\s+/g, ''), crooked.replace(/\s+/g, ''));
      assert.deepEqual(format(at(`${once}¦`).file, { unit: '    ' }), []);
    });
  });
