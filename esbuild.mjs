/**
 * Bundles everything that is shipped into dist/. `--watch` goes on building as files change.
 * dist/cli.cjs reads the command line and loads dist/cli-main.cjs, which holds the reviewer, through a cache of its compiled code;
 * dist/server.cjs loads dist/server-main.cjs so.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** Packages of plain functions that do not declare it: what nobody imports from them need not be bundled. */
const pure = /[\\/]node_modules[\\/](?:yaml|unbash)[\\/]/;
/** The form of `yaml` for Node is CommonJS, of which nothing can be left out. */
const yaml = fileURLToPath(new URL('node_modules/yaml/browser/index.js', import.meta.url));
const shakePurePackages = {
  name: 'shake-pure-packages',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /./ }, async ({ path, pluginData, ...options }) => {
      if (pluginData === pure || options.kind === 'entry-point') return undefined;
      const asked = path === 'yaml' ? yaml : path;
      const resolved = await resolve(asked, { ...options, pluginData: pure });
      return pure.test(resolved.path) ? { ...resolved, sideEffects: false } : undefined;
    });
  },
};

const regexpp = fileURLToPath(new URL('node_modules/@eslint-community/regexpp/index.mjs', import.meta.url));
/**
 * What judges regular expressions is large and rarely asked: it is loaded when it is asked for the first time.
 * `refa` carries the tables of Unicode's properties, more than half of its size, for `\p{…}` and the flags `u` and `v`. None of them
 * reaches it from here (`core/analysis/pattern.ts`), so they are left out; those for upper and lower case stay.
 */
const expressions = {
  name: 'expressions',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^(?:refa|scslre)$/ }, ({ path, importer }) =>
      importer.endsWith('pattern.ts') ? { path, namespace: 'late' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'late' }, ({ path }) => ({
      contents: ['DFA', 'NFA', 'JS', 'isDisjointWith', 'analyse']
        .map(
          (name) =>
            `Object.defineProperty(exports, '${name}', { enumerable: true, get: () => require('${path}').${name} });`,
        )
        .join('\n'),
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    }));
    onLoad({ filter: /[\\/]node_modules[\\/]refa[\\/]index\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text.replace(/(?<=[\w$]=)JSON\.parse\((?:'\[[^']{100,}'|"\[[^"]{100,}")\)/g, '[]');
      if (contents.length > text.length / 2)
        throw new Error('refa keeps its Unicode tables in another form now.');
      return { contents, loader: 'js' };
    });
    onResolve({ filter: /^@eslint-community\/regexpp$/ }, () => ({ path: regexpp }));
  },
};

/** nginx's reference holds each text twice: the HTML, which nothing shows, is left out. */
const nginxReference = {
  name: 'nginx-reference',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@nginx[\\/]reference-lib[\\/]dist[\\/]index\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/^\s*description_html: ".*",?$/gm, ''),
    }));
  },
};

const nginxReferenceFile = 'nginx-reference.cjs';
/** In a process it lies in a file of its own, which is read when the first hover asks for it: a quarter of the server would be it. */
const nginxReferenceBeside = {
  name: 'nginx-reference-beside',
  setup({ onResolve }) {
    onResolve({ filter: /^@nginx\/reference-lib$/ }, () => ({
      path: `./${nginxReferenceFile}`,
      external: true,
    }));
  },
};

const common = {
  bundle: true,
  plugins: [shakePurePackages, expressions, nginxReference],
  minify: true,
  // The licences of what is bundled stand in a file beside each bundle, whole.
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  define: { SEAWORTHY_VERSION: JSON.stringify(version) },
};
const node = { ...common, platform: 'node', target: 'node20', format: 'cjs' };
const worker = { ...common, platform: 'browser', target: 'es2022', format: 'iife' };

const bundles = [
  { ...node, entryPoints: ['cli/launch.ts'], outfile: 'dist/cli.cjs' },
  { ...node, entryPoints: ['cli/main.ts'], outfile: 'dist/cli-main.cjs' },
  { ...node, entryPoints: ['server/launch.ts'], outfile: 'dist/server.cjs' },
  {
    ...node,
    entryPoints: ['server/node.ts'],
    outfile: 'dist/server-main.cjs',
    plugins: [...common.plugins, nginxReferenceBeside],
    // What is run from a cache of compiled code can require, but not import.
    supported: { 'dynamic-import': false },
  },
  {
    ...node,
    entryPoints: ['node_modules/@nginx/reference-lib/dist/index.js'],
    outfile: `dist/${nginxReferenceFile}`,
  },
  { ...worker, entryPoints: ['server/worker.ts'], outfile: 'dist/server-worker.js' },
  { ...node, entryPoints: ['client/extension.ts'], outfile: 'dist/extension.cjs', external: ['vscode'] },
  // A web page's extension host takes nothing but CommonJS, and a `.js` of this package for a module.
  {
    ...worker,
    format: 'cjs',
    entryPoints: ['client/extension-web.ts'],
    outfile: 'dist/extension-web.cjs',
    external: ['vscode'],
  },
  { ...worker, entryPoints: ['report-page/page.ts'], outfile: 'dist/report-page.js' },
].filter(({ entryPoints: [entry] }) => existsSync(new URL(entry, import.meta.url)));

if (process.argv.includes('--watch')) {
  for (const bundle of bundles) await (await context({ ...bundle, logLevel: 'info' })).watch();
} else {
  await Promise.all(
    bundles.map(async (bundle) => writeLicences(bundle.outfile, (await build(bundle)).metafile)),
  );
}

/** Write `<bundle>.LEGAL.txt`: the licence of every package that has a part in a bundle. */
function writeLicences(outfile, { inputs }) {
  const folders = Object.keys(inputs).flatMap(
    (path) => path.match(/.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? [],
  );
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : ''}\n`;
  });
  writeFileSync(`${outfile}.LEGAL.txt`, texts.join(`\n${'-'.repeat(80)}\n\n`));
}
