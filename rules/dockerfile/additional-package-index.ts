import { defineRule, packageCall, textOf } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/additional-package-index',
  title: 'Second package index beside PyPI',
  category: 'supply-chain',
  severity: 'warning',
  priority: 2,
  remedy: 'Take packages from one index with `--index-url`, or pin the package to its index.',
  strength: 'Python packages come from one index',
  rationale:
    'pip asks all its indexes and takes the highest version, whichever index offers it. Who registers the name of an internal package on PyPI with a high version number gets it installed here; PyTorch’s nightly builds were attacked in this way in December 2022.',
  references: [
    'https://pip.pypa.io/en/stable/cli/pip_install/#cmdoption-extra-index-url',
    'https://pytorch.org/blog/compromised-nightly-dependency/',
  ],
  catalogue: ['dockerfile/pip-extra-index'],
  on: 'instruction',
  bad: `FROM python:3.14-slim
RUN pip install --no-cache-dir --extra-index-url https://pypi.example.org/simple billing-client==1.4.0
USER nobody
`,
  good: `FROM python:3.14-slim
RUN pip install --no-cache-dir --index-url https://pypi.example.org/simple billing-client==1.4.0
USER nobody
`,
  *check({ instruction, stage, run }) {
    const variables = instruction.name === 'ENV' || instruction.name === 'ARG';
    const definitions = (variables && stage?.stage.definitions) || [];
    for (const { name, nameSpan, value, instruction: own } of definitions) {
      if (own !== instruction || name !== 'PIP_EXTRA_INDEX_URL' || !value || value.value === '') continue;
      yield { at: nameSpan, message: message('"PIP_EXTRA_INDEX_URL"') };
    }
    if (!textOf(instruction.span).includes('--extra-index-url')) return;
    for (const command of run?.commands ?? []) {
      const call = packageCall(command);
      if (
        call?.manager !== 'pip' ||
        call.action !== 'install' ||
        call.options.some(({ name }) => name === '--require-hashes')
      )
        continue;
      const extra = call.options.find(({ name }) => name === '--extra-index-url');
      if (extra)
        yield {
          at: { ...extra.word.span, end: extra.word.span.start + extra.name.length },
          message: message(`"${extra.name}"`),
        };
    }
  },
});

function message(what: string): string {
  return `${what} adds a second index: of a name that both have, the higher version wins, whoever published it.`;
}
