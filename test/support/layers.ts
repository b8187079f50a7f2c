import type { Import } from './imports.ts';

/** What the files of a folder may import. */
export interface Layer {
  /** The folder, or a file that has a place of its own. */
  readonly at: string;
  /** Folders and files of the repository; its own is always among them. */
  readonly files: readonly string[];
  /** Packages; `*` for any. */
  readonly packages: readonly string[];
  /** May it use Node's own modules? */
  readonly node: boolean;
}

/** What the shells see of the engine. */
const face = ['core/index.ts', 'core/report', 'core/analysis', 'core/text'];
const pure = { packages: [], node: false } as const;

/**
 * Who may import whom. The innermost entry that holds a file decides. Everything points to the left:
 *
 * text ← parse ← model ← engine ← report; edit sits on text and parse; rules see core by core/rule.ts alone.
 */
export const layers: readonly Layer[] = [
  { at: 'core/text', files: [], ...pure },
  { at: 'core/parse', files: ['core/text'], packages: ['yaml', 'dockerfile-ast', 'unbash'], node: false },
  {
    at: 'core/analysis',
    files: ['core/text'],
    packages: [
      'fastest-levenshtein',
      'picomatch',
      '@eslint-community/regexpp',
      'refa',
      'scslre',
      'csp_evaluator',
    ],
    node: false,
  },
  { at: 'core/model', files: ['core/text', 'core/parse', 'core/analysis'], ...pure },
  { at: 'core/edit', files: ['core/text', 'core/parse'], ...pure },
  { at: 'core/engine', files: ['core/text', 'core/parse', 'core/model', 'core/analysis'], ...pure },
  { at: 'core/report', files: ['core/text', 'core/engine'], packages: ['@dagrejs/dagre'], node: false },
  { at: 'core/rule.ts', files: ['core'], ...pure },
  { at: 'core/index.ts', files: ['core'], ...pure },
  { at: 'rules', files: ['core/rule.ts', 'rules/facts', 'rules/shared'], ...pure },
  { at: 'rules/facts', files: ['core/rule.ts'], ...pure },
  { at: 'rules/shared', files: ['core/rule.ts', 'rules/facts'], ...pure },
  { at: 'rules/index.ts', files: ['core/rule.ts', 'rules'], ...pure },
  { at: 'rules/renamed.ts', files: [], ...pure },
  { at: 'rules/quick-reference.ts', files: ['core/rule.ts', 'rules/facts', 'rules/shared'], ...pure },
  { at: 'rules/checklist.ts', files: ['core/rule.ts', 'rules/facts', 'rules/shared'], ...pure },
  {
    at: 'language',
    files: ['core', 'rules/facts', 'rules/shared/nginx-reference.ts', 'rules/shared/nginx-variables.ts'],
    packages: ['@nginx/reference-lib'],
    node: false,
  },
  { at: 'host', files: ['core/index.ts', 'core/text'], packages: ['picomatch', 'ignore'], node: true },
  {
    at: 'server',
    files: [...face, 'language', 'rules', 'host'],
    packages: [
      'vscode-languageserver',
      'vscode-languageserver-protocol',
      'vscode-languageserver-textdocument',
      'diff',
    ],
    node: true,
  },
  { at: 'server/protocol.ts', files: [], packages: ['vscode-languageserver'], node: false },
  { at: 'server/protocol-overview.ts', files: ['server/protocol.ts'], ...pure },
  { at: 'cli', files: [...face, 'rules', 'host'], packages: ['picocolors', 'diff'], node: true },
  {
    at: 'client',
    files: ['server/protocol.ts', 'server/protocol-overview.ts'],
    packages: ['vscode', 'vscode-languageclient'],
    node: true,
  },
  { at: 'report-page', files: ['server/protocol.ts'], ...pure },
  { at: 'scripts', files: [...face, 'rules', 'host'], packages: ['*'], node: true },
];

/** Why an import is not allowed; undefined where it is. */
export function layerFault({ from, to, kind }: Import): string | undefined {
  const layer = layerOf(from);
  if (!layer) return `${from} belongs to no layer`;
  if (kind === 'builtin') return layer.node ? undefined : `${from} uses ${to}: ${layer.at} knows no Node`;
  if (kind === 'package') {
    const allowed = layer.packages.includes('*') || layer.packages.includes(to);
    return allowed ? undefined : `${from} imports the package ${to}, which ${layer.at} may not`;
  }
  if (isRule(from) && isRule(to)) return `${from} imports ${to}: a rule knows no other rule`;
  const folder = layer.at.endsWith('.ts') ? [] : [layer.at];
  const allowed = [...folder, ...layer.files].some((place) => isWithin(place, to));
  return allowed ? undefined : `${from} imports ${to}, which ${layer.at} may not`;
}

function layerOf(path: string): Layer | undefined {
  const holding = layers.filter((layer) => isWithin(layer.at, path));
  return holding.sort((a, b) => b.at.length - a.at.length)[0];
}

function isWithin(place: string, path: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}

function isRule(path: string): boolean {
  return /^rules\/(?!facts\/|shared\/)[^/]+\/[^/]+\.ts$/.test(path);
}
