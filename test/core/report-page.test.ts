import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Topology } from '../../core/index.ts';
import { pageDocument } from '../../core/report/page/document.ts';
import { html, words } from '../../core/report/page/markup.ts';
import { renderPage } from '../../core/report/page/page.ts';
import { button, findingTarget, isTarget, type PageTarget } from '../../core/report/page/target.ts';
import { renderHtml } from '../../core/report/render/html.ts';
import { Source } from '../../core/text/index.ts';
import { deployment, finding, review, spanOf, wholeReview } from '../support/hand-made-review.ts';

const nasty = `<img src=x onerror="alert('1')">&amp;\u202e`;

test('what is put into a template is text, in elements and in attributes', () => {
  const shown = html`<p title="${nasty}">${nasty}</p>`.text;
  assert.doesNotMatch(shown, /<img|onerror="/);
  assert.match(shown, /&lt;img src=x onerror=&quot;alert\(&#39;1&#39;\)&quot;&gt;&amp;amp;/);
  assert.doesNotMatch(shown, /\u202e/);
  assert.equal(html`${[html`<b>${1}</b>`, false, undefined, '<']}`.text, '<b>1</b>&lt;');
});

test('what stands between backticks is code', () => {
  assert.equal(words('Write `a<b` here.').text, 'Write <code>a&lt;b</code> here.');
  assert.equal(words('One ` alone').text, 'One ` alone');
});

test('nothing that a file or a configuration says becomes markup', () => {
  const source = new Source(`/app/${nasty.replaceAll('/', '')}.yaml`, `services:\n  ${nasty}: {}\n`);
  const at = spanOf(source, nasty);
  const bad = finding(at, {
    message: nasty,
    related: [{ at, message: nasty }],
    fixes: [{ title: nasty, safety: 'safe', edits: [] }],
    deployment: nasty,
    gain: 1,
  });
  const whole = review({
    deployments: [
      deployment({
        name: nasty,
        files: [source.path],
        verdict: 'needs work',
        score: 6,
        services: [{ name: nasty, at, score: 1, findings: [bad], strengths: [] }],
        strengths: [{ ruleId: 'a/b', message: nasty, at }],
        way: { verdict: 'production ready', score: 9, findings: [bad] },
      }),
    ],
    findings: [bad],
    accepted: [{ ...bad, reason: nasty, acceptedAt: at }],
    problems: [{ path: source.path, at, message: nasty }],
  });
  for (const interactive of [true, false]) {
    const body = renderPage(whole, { cwd: '/app', rules: [], scoreVersion: 1, interactive });
    assert.doesNotMatch(body, /<img/);
    assert.ok(body.includes('&lt;img'));
  }
});

test('the diagram shows services, volumes and lines, and its buttons lead to the source', () => {
  const source = new Source('/app/compose.yaml', `services:\n  web: {}\n  ${nasty}: {}\n`);
  const at = spanOf(source, 'web');
  const node = (id: string, kind: 'internet' | 'service' | 'volume', name = id) => {
    return {
      id,
      kind,
      name,
      networks: kind === 'service' ? ['front', nasty] : [],
      ...(kind !== 'internet' && { at }),
    };
  };
  const edge = { at, broken: false };
  const topology: Topology = {
    nodes: [
      node('internet', 'internet'),
      node('web', 'service'),
      node('n', 'service', nasty),
      node('data', 'volume'),
    ],
    edges: [
      { ...edge, from: 'internet', to: 'web', kind: 'published', label: nasty },
      { ...edge, from: 'web', to: 'n', kind: 'proxied', label: '80', broken: true },
      { ...edge, from: 'n', to: 'data', kind: 'stored' },
    ],
  };
  const web = { name: 'web', at, score: 5, findings: [finding(at), finding(at)], strengths: [] };
  const whole = review({ deployments: [deployment({ topology, services: [web] })] });
  const context = { cwd: '/app', rules: [], scoreVersion: 1 };
  const body = renderPage(whole, { ...context, interactive: true });
  assert.doesNotMatch(body, /<img/);
  assert.equal(body.match(/class="node /g)?.length, 4);
  assert.equal(body.match(/class="line /g)?.length, 3);
  assert.equal(body.match(/class="line proxied broken"/g)?.length, 1);
  assert.match(
    body,
    /role="button" tabindex="0" aria-label="web, built here, 2 findings \(service\): go to compose\.yaml:2" data-action="goto"/,
  );
  assert.match(body, /<li>web passes requests to &lt;img[^<]* at port 80, which cannot work\.<\/li>/);
  assert.doesNotMatch(renderHtml(whole, context), /role="button"|tabindex/);
  assert.equal(renderPage(whole, { ...context, interactive: true }), body);
});

test('every finding is on the page, with its place and what can be done about it', () => {
  const { review: whole, rules } = wholeReview();
  const body = renderPage(whole, { cwd: '/app', rules, scoreVersion: 1, interactive: true });
  const buttons = [...body.matchAll(/data-action="(\w+)" data-target="([^"]*)"/g)].map(
    ([, action, target]) => ({
      action,
      target: JSON.parse(target!.replaceAll('&quot;', '"').replaceAll('&#39;', "'")) as PageTarget,
    }),
  );
  assert.ok(whole.findings.length > 1);
  for (const one of whole.findings) {
    const own = buttons.filter(({ target }) => isTarget(one, target)).map(({ action }) => action);
    assert.deepEqual(own, ['goto', ...one.fixes.map(() => 'fix'), 'ignore'], one.message);
  }
  for (const { title } of rules.filter(({ id }) => whole.findings.some(({ ruleId }) => ruleId === id)))
    assert.ok(body.includes(title), title);
});

test('of closed parts the heading alone is written, until they are opened', () => {
  const { review: whole, rules } = wholeReview();
  const closed = whole.findings.find(({ priority }) => priority !== 0)!;
  const blocking = whole.findings.find(({ priority }) => priority === 0)!;
  const context = { cwd: '/app', rules, scoreVersion: 1, interactive: true };
  const id = `rule-${closed.ruleId.replace('/', '-')}`;
  const least = renderPage(whole, { ...context, opened: new Set() });
  assert.match(least, new RegExp(`<details class="rule" id="${id}" data-later>`));
  const shown = (text: string) => html`${text}`.text;
  assert.ok(!least.includes(`<p class="message">${shown(closed.message)}`));
  assert.ok(least.includes(`<p class="message">${shown(blocking.message)}`), 'what blocks is open');
  const opened = renderPage(whole, { ...context, opened: new Set([id]) });
  assert.match(opened, new RegExp(`<details class="rule" id="${id}">`));
  assert.ok(opened.includes(`<p class="message">${shown(closed.message)}`));
});

test('a large diagram is left for the next time, once', () => {
  const source = new Source('/app/compose.yaml', 'services: {}\n');
  const at = spanOf(source, 'services');
  const nodes = Array.from({ length: 60 }, (_, index) => ({
    id: `s${index}`,
    kind: 'service' as const,
    name: `left${index}`,
    networks: [`n${index % 3}`],
    at,
  }));
  const edges = nodes.slice(1).map(({ id }, index) => ({
    from: `s${index % 7}`,
    to: id,
    kind: 'awaited' as const,
    at,
    broken: false,
  }));
  const whole = review({ deployments: [deployment({ topology: { nodes, edges } })] });
  const context = { cwd: '/app', rules: [], scoreVersion: 1, interactive: true };
  let left = 0;
  const onLeft = () => left++;
  assert.match(renderPage(whole, { ...context, onLeft }), /<div class="topology left"><\/div>/);
  assert.match(renderPage(whole, context), /<svg viewBox/);
  assert.match(renderPage(whole, { ...context, onLeft }), /<svg viewBox/);
  assert.equal(left, 1);
});

test('a target comes back as it went out', () => {
  const source = new Source('/app/ü/compose.yaml', 'services:\n  "a\u202eb": {}\n');
  const one = finding(spanOf(source, 'services'), { message: 'The "<\u202e\t\u{1f512}>" stays.' });
  const { text } = button('goto', findingTarget(one), 'x');
  const [, target] = /data-target="([^"]*)"/.exec(text)!;
  const written = target!.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  assert.deepEqual(JSON.parse(written), findingTarget(one));
});

test('the file runs nothing, loads nothing and has no buttons', () => {
  const { review: whole, rules } = wholeReview();
  const file = renderHtml(whole, { cwd: '/app', rules, scoreVersion: 1, today: '2026-11-24' });
  assert.match(
    file,
    /Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;;/,
  );
  assert.doesNotMatch(file, /<script|<button|<link|\ssrc=|https?:|\sstyle=|\son\w+=/);
  assert.match(file, /Reviewed on 2026-11-24, 2 files\./);
  assert.equal(new Set(idsOf(file)).size, idsOf(file).length);
});

test('the view lets in its own style and script alone', () => {
  const view = { nonce: 'abc123', script: 'vscode://x/page.js', state: '{"deployment":"a\'\\"b"}' };
  const file = pageDocument({ title: '<t>', body: '<main></main>', view });
  assert.match(
    file,
    /content="default-src &#39;none&#39;; style-src &#39;nonce-abc123&#39;; script-src &#39;nonce-abc123&#39;; base-uri/,
  );
  assert.equal(file.match(/<script/g)?.length, 1);
  assert.match(file, /<script nonce="abc123" src="vscode:\/\/x\/page\.js"><\/script>/);
  assert.match(file, /<style nonce="abc123">/);
  assert.match(file, /<title>&lt;t&gt;<\/title>/);
  assert.match(file, /data-state="\{&quot;deployment&quot;:&quot;a&#39;\\&quot;b&quot;\}"/);
});

test('a line that holds a secret is not quoted where the report leaves the editor', () => {
  const source = new Source('/app/compose.yaml', 'services:\n  db: { PASSWORD: hunter22 }\n');
  const secret = finding(spanOf(source, 'PASSWORD'), { category: 'secrets', deployment: 'compose.yaml' });
  const beside = finding(spanOf(source, 'db'), { deployment: 'compose.yaml', message: 'Another.' });
  const whole = review({ deployments: [deployment()], findings: [secret, beside] });
  const context = { cwd: '/app', rules: [], scoreVersion: 1 };
  assert.doesNotMatch(renderHtml(whole, context), /hunter22/);
  assert.match(renderPage(whole, { ...context, interactive: true }), /hunter22/);
});

test('several deployments have ids of their own', () => {
  const { review: whole, rules } = wholeReview();
  const second = { ...whole.deployments[0]!, name: 'other.yaml' };
  const findings = whole.findings.map((one) => ({ ...one, fixes: one.fixes, deployment: 'other.yaml' }));
  const both = {
    ...whole,
    deployments: [...whole.deployments, second],
    findings: [...whole.findings, ...findings],
  };
  const ids = idsOf(renderPage(both, { cwd: '/app', rules, scoreVersion: 1, interactive: true }));
  assert.equal(new Set(ids).size, ids.length);
});

function idsOf(text: string): readonly string[] {
  return [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);
}
