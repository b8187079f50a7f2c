import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Format, getDirectives } from '@nginx/reference-lib';
import { fileKind, looksLikeNginx } from '../../core/model/file-kind.ts';
import { parseNginx } from '../../core/parse/nginx.ts';
import { Source } from '../../core/text/index.ts';
import type { Files } from '../../scripts/generate/example-review.ts';
import { containerPaths } from './container-paths.ts';
import { newerSyntax, withoutNewer } from './newer-nginx.ts';
import { makeStubs, type Stubs, stubbed } from './nginx-stubs.ts';

export interface NginxJudgement {
  /** What nginx says where it refuses, one line each. */
  readonly errors: readonly string[];
  /** Syntax that Debian's nginx is too old or too small for: `http2 (1.25.1)`. It was taken out of what nginx read. */
  readonly newer: readonly string[];
  /** Project paths of the files that it read. */
  readonly read: readonly string[];
}

/** The contexts in which a directive may stand; several modules may have one of the same name. */
const contexts = new Map<string, Set<string>>();
for (const directive of getDirectives(Format.Markdown)) {
  contexts.set(directive.name, new Set([...(contexts.get(directive.name) ?? []), ...directive.contexts]));
}

/**
 * Ask `nginx -t` about the nginx files among some files, in a temporary folder: certificates, users and hosts are stubbed there, low ports moved up.
 * Each configuration with an `http` block is read as such; a fragment that none of them includes is read inside the block that it belongs in.
 */
export function judgeNginx(files: Files): NginxJudgement {
  const root = mkdtempSync(join(tmpdir(), 'seaworthy-nginx-'));
  try {
    const stubs = makeStubs(root);
    const places = containerPaths(files);
    const copies = new Map<string, Copy>();
    for (const [path, text] of Object.entries(files)) {
      const place = places.get(path);
      if (fileKind(path) !== 'nginx' && !place?.startsWith('/etc/nginx/')) continue;
      if (!looksLikeNginx(text)) continue;
      copies.set(path, {
        path,
        at: join(root, place ?? join('/etc/nginx', path)),
        text: stubbed(path, text, stubs),
      });
    }
    return judgeCopies([...copies.values()], stubs);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

interface Copy {
  readonly path: string;
  readonly at: string;
  text: string;
}

function judgeCopies(copies: readonly Copy[], stubs: Stubs): NginxJudgement {
  const errors: string[] = [];
  const newer = new Set<string>();
  const read = new Set<string>();
  const ask = (main: string): void => {
    for (let round = 0; round < 40; round++) {
      for (const copy of copies) write(copy.at, copy.text);
      const { output, passed } = run(main, stubs);
      for (const copy of copies)
        if (copy.at === main || output.includes(`# configuration file ${copy.at}:`)) read.add(copy.path);
      if (passed) return;
      const fault = newerSyntax(output, copies);
      if (!fault) {
        errors.push(...output.split('\n').filter((line) => /\[emerg\]/.test(line)));
        return;
      }
      newer.add(fault.name);
      fault.copy.text = withoutNewer(fault);
    }
  };
  const mains = copies.filter((copy) => isMain(copy.text));
  for (const main of mains) {
    if (!/^\s*events\b/m.test(main.text)) main.text += '\nevents {}\n';
    ask(main.at);
  }
  for (const copy of copies) {
    if (read.has(copy.path)) continue;
    const main = join(stubs.root, `fragment-${copies.indexOf(copy)}.conf`);
    write(main, wrapped(copy));
    read.add(copy.path);
    ask(main);
  }
  return {
    errors: errors.map((line) => line.replaceAll(stubs.root, '')),
    newer: [...newer],
    read: [...read],
  };
}

function run(main: string, stubs: Stubs): { readonly output: string; readonly passed: boolean } {
  const args = [
    '-T',
    '-q',
    '-p',
    join(stubs.root, 'etc/nginx/'),
    '-c',
    main,
    '-g',
    `pid ${stubs.root}/nginx.pid;`,
  ];
  const { status, stdout, stderr, error } = spawnSync('nginx', args, {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  });
  if (error) throw error;
  return { output: `${stdout}\n${stderr}`, passed: status === 0 };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function topLevel(text: string): readonly string[] {
  return parseNginx(new Source('nginx.conf', text)).nodes.map((node) => node.name);
}

function isMain(text: string): boolean {
  return topLevel(text).some(
    (name) => name === 'http' || name === 'events' || name === 'stream' || name === 'mail',
  );
}

/** A configuration that includes a fragment in the outermost block that may hold all of it. */
function wrapped(copy: Copy): string {
  const names = topLevel(copy.text).filter((name) => name !== 'include' && contexts.has(name));
  const fits = (context: string) => names.every((name) => contexts.get(name)!.has(context));
  const include = `include ${copy.at};`;
  if (fits('http')) return `events {}\nhttp { ${include} }\n`;
  if (fits('server')) return `events {}\nhttp { server { listen 127.0.0.1:20080; ${include} } }\n`;
  if (fits('location'))
    return `events {}\nhttp { server { listen 127.0.0.1:20080; location / { ${include} } } }\n`;
  return `events {}\n${include}\n`;
}
