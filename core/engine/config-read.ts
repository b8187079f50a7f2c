import { closest } from '../analysis/closest.ts';
import type { Environment } from '../model/deployment.ts';
import type { YamlEntry, YamlFile, YamlMap, YamlNode } from '../parse/yaml-tree.ts';
import { folderOf, joinPath, type Problem, type Span } from '../text/index.ts';
import type { AcceptedEntry, Configuration, Tick } from './config.ts';
import type { AnyRule, OptionValue, Severity } from './rule.ts';

const topKeys = ['rules', 'ignore', 'environments', 'deployments', 'minScore', 'accepted', 'checklist'];
const severities = ['off', 'info', 'warning', 'error'];
const environments = ['production', 'development'];
const day = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Read a `.seaworthy.yaml`. Whatever is wrong in it becomes a problem at its place; the rest holds.
 * @param checklist ids of the checklist's items.
 */
export function readConfiguration(
  yaml: YamlFile,
  rules: readonly AnyRule[],
  renamed: ReadonlyMap<string, string>,
  checklist: readonly string[],
): Configuration {
  return new Reader(yaml, rules, renamed, checklist).configuration();
}

class Reader {
  readonly #yaml: YamlFile;
  readonly #rules: ReadonlyMap<string, AnyRule>;
  readonly #renamed: ReadonlyMap<string, string>;
  readonly #checklist: readonly string[];
  readonly #problems: Problem[];

  constructor(
    yaml: YamlFile,
    rules: readonly AnyRule[],
    renamed: ReadonlyMap<string, string>,
    checklist: readonly string[],
  ) {
    this.#yaml = yaml;
    this.#rules = new Map(rules.map((rule) => [rule.id, rule]));
    this.#renamed = renamed;
    this.#checklist = checklist;
    this.#problems = [...yaml.problems];
  }

  configuration(): Configuration {
    const root = this.#yaml.documents[0];
    const map = root === undefined ? undefined : this.#map(root, 'The configuration');
    const value = (key: string): YamlNode | undefined =>
      map?.entries.find((entry) => entry.key.text === key)?.value;
    for (const entry of map?.entries ?? []) this.#known(entry, topKeys, 'setting');
    return {
      source: this.#yaml.source,
      rules: this.#readRules(value('rules')),
      ignore: this.#texts(value('ignore'), 'ignore'),
      environments: this.#readEnvironments(value('environments')),
      deployments: this.#readDeployments(value('deployments')),
      minScore: this.#number(value('minScore'), 'minScore'),
      accepted: this.#readAccepted(value('accepted')),
      checklist: this.#readChecklist(value('checklist')),
      problems: this.#problems,
    };
  }

  #readRules(node: YamlNode | undefined): Configuration['rules'] {
    const rules = new Map<
      string,
      { severity?: Severity | 'off'; options: Record<string, OptionValue>; span: Span }
    >();
    for (const entry of this.#entries(node, 'rules')) {
      const id = this.#ruleId(entry.key.text, entry.key.span);
      const rule = id === undefined ? undefined : this.#rules.get(id);
      if (!rule || !entry.value) continue;
      if (entry.value.kind === 'scalar') {
        const severity = this.#choice(entry.value, severities, 'severity');
        if (severity)
          rules.set(rule.id, { severity: severity as Severity, options: {}, span: entry.key.span });
        continue;
      }
      const options: Record<string, OptionValue> = {};
      let severity: Severity | 'off' | undefined;
      for (const option of this.#entries(entry.value, rule.id)) {
        if (option.key.text === 'severity')
          severity = this.#choice(option.value, severities, 'severity') as Severity | undefined;
        else {
          const read = this.#option(rule, option);
          if (read !== undefined) options[option.key.text] = read;
        }
      }
      rules.set(rule.id, { ...(severity && { severity }), options, span: entry.key.span });
    }
    return rules;
  }

  #option(rule: AnyRule, entry: YamlEntry): OptionValue | undefined {
    const names = Object.keys(rule.options ?? {});
    if (!this.#known(entry, ['severity', ...names], `option of ${rule.id}`)) return undefined;
    const wanted = rule.options?.[entry.key.text];
    const node = entry.value;
    if (Array.isArray(wanted)) return this.#texts(node, entry.key.text);
    const value = node?.kind === 'scalar' ? node.value : undefined;
    if (typeof value === typeof wanted) return value as OptionValue;
    this.#problem(node?.span ?? entry.key.span, `"${entry.key.text}" takes a ${typeof wanted}.`);
    return undefined;
  }

  #readEnvironments(node: YamlNode | undefined): Configuration['environments'] {
    return this.#entries(node, 'environments').flatMap((entry) => {
      const environment = this.#choice(entry.value, environments, 'environment');
      return environment ? [{ glob: entry.key.text, environment: environment as Environment }] : [];
    });
  }

  #readDeployments(node: YamlNode | undefined): Configuration['deployments'] {
    const read = (name: string, at: Span, value: YamlNode | undefined): Configuration['deployments'] => {
      const entries = value?.kind === 'map' ? value.entries : [];
      for (const entry of entries)
        this.#known(entry, ['name', 'files', 'environment'], 'setting of a deployment');
      const find = (key: string) => entries.find((entry) => entry.key.text === key)?.value;
      const files = this.#texts(value?.kind === 'sequence' ? value : find('files'), 'files');
      const named = find('name');
      const environment = this.#choice(find('environment'), environments, 'environment') as
        | Environment
        | undefined;
      if (files.length === 0) {
        this.#problem(at, 'A deployment needs "files": its Compose files, the base first.');
        return [];
      }
      const folder = folderOf(this.#yaml.source.path);
      const paths = files.map((file) => joinPath(folder, file));
      const title = name || (named?.kind === 'scalar' ? named.text : files.join('+'));
      return [{ name: title, files: paths, ...(environment && { environment }), span: at }];
    };
    if (node?.kind === 'sequence') return node.items.flatMap((item) => read('', item.span, item));
    return this.#entries(node, 'deployments').flatMap((entry) =>
      read(entry.key.text, entry.key.span, entry.value),
    );
  }

  #readAccepted(node: YamlNode | undefined): readonly AcceptedEntry[] {
    if (node === undefined) return [];
    if (node.kind !== 'sequence') {
      this.#problem(node.span, '"accepted" is a list of { rule, file, service, reason, until }.');
      return [];
    }
    return node.items.flatMap((item) => {
      const map = this.#map(item, 'An accepted finding');
      if (!map) return [];
      for (const entry of map.entries)
        this.#known(entry, ['rule', 'file', 'service', 'reason', 'until'], 'key of an accepted finding');
      const text = (key: string): string | undefined => {
        const value = map.entries.find((entry) => entry.key.text === key)?.value;
        return value?.kind === 'scalar' && value.text !== '' ? value.text : undefined;
      };
      const at = map.entries[0]?.key.span ?? map.span;
      const ruleNode = map.entries.find((entry) => entry.key.text === 'rule')?.value;
      const rule = text('rule') === undefined ? undefined : this.#ruleId(text('rule')!, ruleNode?.span ?? at);
      const reason = text('reason');
      const until = text('until');
      if (text('rule') === undefined) this.#problem(at, 'An accepted finding needs "rule".');
      if (reason === undefined) this.#problem(at, 'An accepted finding needs a "reason".');
      if (until !== undefined && !day.test(until)) {
        this.#problem(at, '"until" is a date of the form 2027-01-31.');
        return [];
      }
      if (rule === undefined || reason === undefined) return [];
      return [
        {
          rule,
          reason,
          span: item.span,
          ...optional('file', text('file')),
          ...optional('service', text('service')),
          ...optional('until', until),
        },
      ];
    });
  }

  #readChecklist(node: YamlNode | undefined): ReadonlyMap<string, Tick> {
    const ticks = new Map<string, Tick>();
    for (const entry of this.#entries(node, 'checklist')) {
      if (!this.#known(entry, this.#checklist, 'item of the checklist')) continue;
      const own = this.#entries(entry.value, entry.key.text);
      for (const one of own) this.#known(one, ['by', 'date'], 'key of a ticked item');
      const text = (key: string): string | undefined => {
        const value = own.find((one) => one.key.text === key)?.value;
        return value?.kind === 'scalar' && value.text !== '' ? value.text : undefined;
      };
      const [by, date] = [text('by'), text('date')];
      if (by === undefined) this.#problem(entry.key.span, 'A ticked item needs "by": who made sure of it.');
      if (date === undefined || !day.test(date))
        this.#problem(entry.key.span, 'A ticked item needs "date", of the form 2027-01-31.');
      else if (by !== undefined) ticks.set(entry.key.text, { by, date, span: entry.span });
    }
    return ticks;
  }

  #ruleId(id: string, at: Span): string | undefined {
    const current = this.#renamed.get(id) ?? id;
    if (this.#rules.has(current)) return current;
    const near = closest(id, [...this.#rules.keys()]);
    this.#problem(at, `There is no rule "${id}".${near ? ` Did you mean "${near}"?` : ''}`);
    return undefined;
  }

  #choice(node: YamlNode | undefined, choices: readonly string[], what: string): string | undefined {
    if (node === undefined) return undefined;
    // YAML 1.1 habits: `off` is a string in YAML 1.2, but may be written quoted or as `false`.
    const text = node.kind === 'scalar' ? (node.value === false ? 'off' : node.text) : '';
    if (choices.includes(text)) return text;
    const near = closest(text, choices);
    this.#problem(
      node.span,
      `"${text}" is no ${what}: ${choices.join(', ')}.${near ? ` Did you mean "${near}"?` : ''}`,
    );
    return undefined;
  }

  #known(entry: YamlEntry, names: readonly string[], what: string): boolean {
    if (names.includes(entry.key.text)) return true;
    const near = closest(entry.key.text, names);
    this.#problem(
      entry.key.span,
      `"${entry.key.text}" is no ${what}.${near ? ` Did you mean "${near}"?` : ` There are: ${names.join(', ')}.`}`,
    );
    return false;
  }

  #map(node: YamlNode, what: string): YamlMap | undefined {
    if (node.kind === 'map') return node;
    this.#problem(node.span, `${what} is a mapping of keys to values.`);
    return undefined;
  }

  #entries(node: YamlNode | undefined, name: string): readonly YamlEntry[] {
    if (node === undefined || (node.kind === 'scalar' && node.value === null)) return [];
    return this.#map(node, `"${name}"`)?.entries ?? [];
  }

  #texts(node: YamlNode | undefined, name: string): readonly string[] {
    if (node === undefined) return [];
    const items = node.kind === 'sequence' ? node.items : [node];
    return items.flatMap((item) => {
      if (item.kind === 'scalar' && item.text !== '') return [item.text];
      this.#problem(item.span, `"${name}" is a list of texts.`);
      return [];
    });
  }

  #number(node: YamlNode | undefined, name: string): number | undefined {
    if (node === undefined) return undefined;
    if (node.kind === 'scalar' && typeof node.value === 'number') return node.value;
    this.#problem(node.span, `"${name}" is a number from 0 to 10.`);
    return undefined;
  }

  #problem(at: Span, message: string): void {
    this.#problems.push({ span: at, message });
  }
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}
