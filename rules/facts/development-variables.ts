const on = /^(?:1|true|yes|on)$/i;
/** Variables that turn development on, with the values that do, and what to write instead. */
const variables: ReadonlyMap<string, readonly [RegExp, string]> = new Map([
  ['NODE_ENV', [/^dev(?:elopment)?$/i, 'production']],
  ['RAILS_ENV', [/^development$/i, 'production']],
  ['RACK_ENV', [/^development$/i, 'production']],
  ['APP_ENV', [/^(?:dev|development|local)$/i, 'production']],
  ['FLASK_ENV', [/^development$/i, 'production']],
  ['FLASK_DEBUG', [on, '0']],
  ['DJANGO_DEBUG', [on, 'False']],
  ['APP_DEBUG', [on, 'false']],
  ['DEBUG', [/^(?:1|true|yes|on|\*)$/i, 'false']],
  ['ASPNETCORE_ENVIRONMENT', [/^development$/i, 'Production']],
  ['ENVIRONMENT', [/^(?:dev|development)$/i, 'production']],
]);

/** What to write in place of a value that turns development on; undefined where it does not. */
export function developmentValue(name: string, value: string): string | undefined {
  const [pattern, instead] = variables.get(name) ?? [];
  return pattern?.test(value) ? instead : undefined;
}
