import { defineRule, type Edit, removeYaml, type YamlEntry, type YamlMap } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/obsolete-version',
  title: 'Obsolete version key',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Remove the top-level `version`.',
  rationale:
    'Docker Compose no longer reads `version`: it takes every file by the newest specification, and prints a warning each time it meets the key. ' +
    'The number promises an older format that nothing keeps to.',
  references: [
    'https://docs.docker.com/reference/compose-file/version-and-name/#version-top-level-element-obsolete',
  ],
  catalogue: ['compose/obsolete-version'],
  peers: ['dclint:no-version-field'],
  on: 'compose',
  bad: `version: "3.8"

services:
  web:
    image: nginx:1.29
`,
  good: `services:
  web:
    image: nginx:1.29
`,
  *check({ file }) {
    const version = file.entry('version');
    if (!version || !file.root) return;
    yield {
      at: version.key.span,
      message: 'Docker Compose ignores "version" and warns of it.',
      tag: 'unnecessary',
      fix: { title: 'Remove "version"', safety: 'safe', edits: removal(file.root, version) },
    };
  },
});

/** A comment that opens the file tells of the file, not of its first key: it stays. So does one blank line, not two. */
function removal(root: YamlMap, version: YamlEntry): readonly Edit[] {
  const { source, start, end } = version.span;
  const { text } = source;
  const opening = !root.flow && /^(?:[^\S\n]*#.*\n)+$/.test(text.slice(0, start));
  const [edit, ...more] = removeYaml(root, 'version');
  if (!edit || more.length > 0 || root.flow) return edit ? [edit, ...more] : [];
  const from = opening ? start : edit.span.start;
  const to = opening ? behind(/[^\S\n]*(?:#.*)?(?:\n|$)/y, text, end) : edit.span.end;
  const blank = from === 0 || /\n[^\S\n]*\n$/.test(text.slice(0, from));
  return [
    {
      span: { source, start: from, end: blank ? behind(/(?:[^\S\n]*\n)*/y, text, to) : to },
      text: edit.text,
    },
  ];
}

/** The offset behind what a sticky pattern matches from an offset on. */
function behind(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}
