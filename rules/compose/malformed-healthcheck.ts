import {
  type ComposeScalar,
  type DeployedService,
  defineRule,
  type Fix,
  type Healthcheck,
  replaceYaml,
  skip,
} from '../../core/rule.ts';
import { holdsComment, partOf } from '../shared/compose-places.ts';
import { calledPrograms } from '../shared/health-request.ts';
import { cannotFail } from '../shared/health-test.ts';

type Test = NonNullable<Healthcheck['test']>;

const operators = /^(?:\|\|?|&&|;|>|>>|<|2>&1|>\/dev\/null)$/;

export default defineRule({
  id: 'compose/malformed-healthcheck',
  title: 'Health check in a form that cannot work',
  category: 'health',
  severity: 'error',
  priority: 1,
  remedy: 'Begin the list with `CMD` and one argument an item, or use `CMD-SHELL` with one script.',
  rationale:
    'A list has to begin with `CMD`, `CMD-SHELL` or `NONE`; Compose refuses it otherwise. After `CMD` no shell runs: `||`, `&&` and `|` are handed to the program as arguments, `$NAME` stays as it is, ' +
    'and a whole command in one item is taken for the name of a program. Such a check fails, or asks something else, for as long as the service runs.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#healthcheck',
    'https://docs.docker.com/reference/dockerfile/#healthcheck',
  ],
  catalogue: ['compose/healthcheck-form'],
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:3000/", "||", "exit", "1"]
`,
  good: `services:
  api:
    image: team/api:2.1
    healthcheck:
      test: ["CMD-SHELL", "curl -f http://localhost:3000/ || exit 1"]
`,
  *check(deployed) {
    const { service, name } = deployed;
    const test = service.healthcheck?.test;
    if (!test || test.dynamic || test.value.kind !== 'sequence') return skip;
    const items = test.value.items.filter((item): item is ComposeScalar => item.kind === 'scalar');
    const fault = faultOf(test, items);
    if (!fault) return;
    const fix = test.value.origin === 'own' ? asShell(test, items, deployed) : undefined;
    yield {
      at: partOf(fault.at.span, ''),
      message: `${fault.why}; the health check of "${name}" ${fault.effect}.`,
      ...(fix && { fix }),
    };
  },
});

interface Fault {
  readonly at: ComposeScalar;
  readonly why: string;
  readonly effect: string;
}

function faultOf({ form, words }: Test, items: readonly ComposeScalar[]): Fault | undefined {
  const [first, program] = items;
  if (!first) return undefined;
  if (form === 'invalid')
    return {
      at: first,
      why: `A list begins with CMD, CMD-SHELL or NONE, not with "${first.text}"`,
      effect: 'is refused',
    };
  if (form !== 'cmd' || !program) return undefined;
  const shell = /(?:^|\/)(?:ba|da|a)?sh$/.test(words[0] ?? '');
  const operator = shell ? undefined : items.slice(1).find((item) => operators.test(item.text));
  if (operator)
    return {
      at: operator,
      why: `No shell runs after CMD, so "${operator.text}" is an argument`,
      effect: 'fails',
    };
  if (items.length === 2 && /\s/.test(program.text.trim()))
    return {
      at: program,
      why: `After CMD "${program.text}" is taken for the name of one program`,
      effect: 'fails',
    };
  return undefined;
}

/** The words as one script; not where one of them would have to be quoted. */
function asShell(
  { form, value }: Test,
  items: readonly ComposeScalar[],
  deployed: DeployedService,
): Fix | undefined {
  const words = form === 'invalid' ? items : items.slice(1);
  // An escaped "$" is one to the container's shell as well, once it runs.
  const texts = words.map((word) => word.text);
  const plain = texts.every((text) => operators.test(text) || /^[\w./:@%+=,~?-]+$/.test(text));
  if (
    !value.node ||
    holdsComment(value.node) ||
    (!plain && texts.length > 1) ||
    words.some((word) => word.variables.length > 0)
  )
    return undefined;
  // What is wrong with a check that cannot fail, or whose program is not there, is not its form.
  const lacksProgram = ['sh', ...calledPrograms(texts.join(' '))].some(
    (program) => deployed.hasTool(program) === 'no',
  );
  if (lacksProgram || cannotFail(texts.join(' '))) return undefined;
  const script = texts.join(' ').replaceAll('$', '$$$$');
  const flow = value.node.kind === 'sequence' && value.node.flow;
  const edits = flow
    ? [{ span: value.node.span, text: `["CMD-SHELL", ${JSON.stringify(script)}]` }]
    : replaceYaml(value.node, ['CMD-SHELL', script]);
  return { title: 'Let a shell run it', safety: 'safe', edits };
}
