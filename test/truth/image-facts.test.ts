/** The tables of facts against the images' own Dockerfiles and the release cycles as they were collected. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type ImageFacts, parseImageReference } from '../../core/rule.ts';
import { Source } from '../../core/text/index.ts';
import { cycles } from '../../rules/facts/cycles.ts';
import { images } from '../../rules/facts/images.ts';
import { sharedPath } from '../support/shared-folder.ts';

/** One variant's Dockerfile, as collected. */
interface Collected {
  readonly image: string;
  readonly tags?: readonly string[];
  readonly from: string;
  readonly user?: string;
  readonly entrypointDrops?: string;
  readonly expose?: readonly string[];
  readonly volumes?: readonly string[];
  readonly fileVars?: readonly string[];
  readonly stopsignal?: string;
}

function factsOf(text: string): ImageFacts | undefined {
  const source = new Source('compose.yaml', text);
  const reference = parseImageReference(text, { source, start: 0, end: text.length });
  return reference && images.facts(reference);
}

/** What the facts say otherwise than the Dockerfile. */
function* differences(text: string, one: Collected): Generator<string> {
  const facts = factsOf(text);
  if (!facts) return yield `${text}: nothing is known`;
  const system = distributionOf(one.from);
  if (system && facts.distribution && facts.distribution !== system) yield `${text}: on ${system}`;
  const volumes = (one.volumes ?? []).flatMap((volume) => volume.match(/\/[\w./-]+/g) ?? []);
  for (const path of volumes) {
    if (facts.dataPaths && !facts.dataPaths.includes(path)) yield `${text}: keeps data at ${path}`;
  }
  for (const name of one.fileVars ?? [])
    if (!facts.fileVariables?.includes(name)) yield `${text}: takes ${name}_FILE`;
  if (one.stopsignal && facts.stopSignal !== one.stopsignal) yield `${text}: stops on ${one.stopsignal}`;
  if (one.user && facts.runsAs !== 'non-root') yield `${text}: runs as ${one.user}`;
  if (one.entrypointDrops && !one.user && facts.runsAs !== 'drops') yield `${text}: gives up root`;
  const exposed = (one.expose ?? []).map((port) => Number.parseInt(port, 10));
  // RabbitMQ's management variants expose what they add only, and its TLS ports are not open by default.
  if (exposed.length === 0 || one.image === 'rabbitmq') return;
  for (const port of facts.ports ?? []) if (!exposed.includes(port)) yield `${text}: does not expose ${port}`;
}

function distributionOf(from: string): ImageFacts['distribution'] {
  if (/alpine/.test(from)) return 'alpine';
  if (/^(?:debian|buildpack-deps)|bookworm|trixie|bullseye/.test(from)) return 'debian';
  if (/ubuntu/.test(from)) return 'ubuntu';
  if (/ubi|oracle/.test(from)) return 'rhel';
  return from === 'scratch' ? 'scratch' : undefined;
}

test('every tag of the collected Dockerfiles', (context) => {
  const path = sharedPath('facts/images.json', context);
  if (path === undefined) return;
  const collected = JSON.parse(readFileSync(path, 'utf8')) as { readonly images: readonly Collected[] };
  const found = collected.images.flatMap((one) =>
    (one.tags ?? []).flatMap((tag) => [...differences(`${one.image}:${tag}`, one)]),
  );
  assert.deepEqual(found, []);
});

test('every cycle is one of the collected ones', (context) => {
  const path = sharedPath('facts/end-of-life.json', context);
  if (path === undefined) return;
  const text = readFileSync(path, 'utf8');
  for (const [product, rows] of Object.entries(cycles)) {
    for (const [cycle, released, eol] of rows) {
      const written = `"cycle":"${cycle}","released":"${released}"`;
      assert.ok(text.includes(written), `${product} ${cycle}, released ${released}`);
      if (eol !== '') assert.ok(text.includes(`"eol":"${eol}"`), `${product} ${cycle}, until ${eol}`);
    }
  }
});
