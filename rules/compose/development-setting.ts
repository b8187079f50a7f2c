import {
  type ComposeScalar,
  type DeployedService,
  defineRule,
  type Fix,
  type Span,
  skip,
} from '../../core/rule.ts';
import { developmentValue } from '../facts/development-variables.ts';
import { partOf } from '../shared/compose-places.ts';
import { rewrite } from '../shared/rewrite.ts';

/** Programs that serve while somebody writes the code. */
const commands =
  /\b(?:(?:npm|pnpm|yarn|bun) (?:run )?(?:dev|start:dev|watch)\b|nodemon\b|manage\.py runserver\b|flask (?:\S+ )*run\b(?=.*--(?:debug|reload))|uvicorn\b.*--reload\b|gunicorn\b.*--reload\b|rails s(?:erver)?\b.*-e development|next dev\b|vite(?: dev| serve)?(?= --host|$)|ng serve\b|air -c\b|php artisan serve\b)/;

export default defineRule({
  id: 'compose/development-setting',
  title: 'Development mode in production',
  category: 'architecture',
  severity: 'warning',
  priority: 1,
  remedy: 'Run the production mode of the program, and keep development in a file of its own.',
  strength: 'Services run in production mode',
  rationale:
    'Development servers show stack traces and sources to whoever causes an error, reload on every change of a file, and serve one request at a time. They are not tested for anything else.',
  references: [
    'https://docs.docker.com/compose/how-tos/production/',
    'https://docs.docker.com/compose/how-tos/multiple-compose-files/merge/',
  ],
  catalogue: ['compose/dev-settings'],
  production: true,
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
    environment:
      NODE_ENV: development
`,
  good: `services:
  api:
    image: team/api:2.1
    environment:
      NODE_ENV: production
`,
  *check(deployed) {
    const { service, name } = deployed;
    if (service.environment.length === 0 && !service.command && !service.entrypoint) return skip;
    for (const { name: variable, value } of service.environment) {
      const instead = value && !value.dynamic ? developmentValue(variable, value.text) : undefined;
      if (!value || instead === undefined) continue;
      const fix = set(value, variable, instead);
      yield {
        at: value.span,
        message: `"${name}" runs in development mode: "${variable}" is "${value.text}".`,
        ...(fix && { fix }),
      };
    }
    const found = developmentCommand(deployed);
    if (found) yield { at: found.at, message: `"${name}" runs a development server: "${found.text}".` };
  },
});

function set(value: ComposeScalar, variable: string, text: string): Fix | undefined {
  const edit = value.variables.length > 0 ? undefined : rewrite(value, text);
  return edit && { title: `Set ${variable} to ${text}`, safety: 'review', edits: [edit] };
}

function developmentCommand({
  service,
}: DeployedService): { readonly at: Span; readonly text: string } | undefined {
  for (const line of [service.entrypoint, service.command]) {
    if (!line || line.dynamic) continue;
    const match = commands.exec(line.argv.join(' '));
    if (match) return { at: partOf(line.span, ''), text: match[0] };
  }
  return undefined;
}
