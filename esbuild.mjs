/**
 * Bundles everything that is shipped into dist/. `--watch` goes on building as files change.
 * dist/cli.cjs reads the command line and loads dist/cli-main.cjs, which holds the reviewer, through a cache of its compiled code.
 */
import { existsSync, readFileSync } from 'node:fs';
import { build, context } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

const common = {
  bundle: true,
  minify: true,
  legalComments: 'linked',
  logLevel: 'warning',
  define: { SEAWORTHY_VERSION: JSON.stringify(version) },
};
const node = { ...common, platform: 'node', target: 'node20', format: 'cjs' };
const worker = { ...common, platform: 'browser', target: 'es2022', format: 'iife' };

const bundles = [
  { ...node, entryPoints: ['cli/launch.ts'], outfile: 'dist/cli.cjs' },
  { ...node, entryPoints: ['cli/main.ts'], outfile: 'dist/cli-main.cjs' },
  { ...node, entryPoints: ['server/node.ts'], outfile: 'dist/server.cjs' },
  { ...worker, entryPoints: ['server/worker.ts'], outfile: 'dist/server-worker.js' },
  { ...node, entryPoints: ['client/extension.ts'], outfile: 'dist/extension.cjs', external: ['vscode'] },
  // A web page's extension host adds `.js` to the manifest's entry, and takes `.cjs` for CommonJS.
  {
    ...worker,
    format: 'cjs',
    entryPoints: ['client/extension-web.ts'],
    outfile: 'dist/extension-web.cjs.js',
    external: ['vscode'],
  },
].filter(({ entryPoints: [entry] }) => existsSync(new URL(entry, import.meta.url)));

if (process.argv.includes('--watch')) {
  for (const bundle of bundles) await (await context({ ...bundle, logLevel: 'info' })).watch();
} else {
  await Promise.all(bundles.map((bundle) => build(bundle)));
}
