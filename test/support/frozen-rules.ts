import type { AnyRule, Observation } from '../../core/rule.ts';

/** What a rule's check yielded, before the engine made findings of it. */
export interface Watched {
  readonly rules: readonly AnyRule[];
  readonly observations: readonly { readonly ruleId: string; readonly observation: Observation }[];
}

/** The same rules, each of which gets its subject deep-frozen: one that changes the model throws. What they yield is kept. */
export function frozenRules(rules: readonly AnyRule[]): Watched {
  const observations: { ruleId: string; observation: Observation }[] = [];
  const seen = new WeakSet<object>();
  const watched = rules.map((rule): AnyRule => {
    return {
      ...rule,
      *check(subject, context) {
        deepFreeze(subject, seen);
        deepFreeze(context, seen);
        const check = rule.check(subject, context);
        for (;;) {
          const next = check.next();
          if (next.done) return next.value;
          observations.push({ ruleId: rule.id, observation: next.value });
          yield next.value;
        }
      },
    };
  });
  return { rules: watched, observations };
}

/** Freeze everything that can be reached through own data properties, arrays, maps and sets. */
export function deepFreeze(root: unknown, seen = new WeakSet<object>()): void {
  const open = [root];
  for (let value = open.pop(); open.length > 0 || value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof Map) open.push(...value.keys(), ...value.values());
    if (value instanceof Set) open.push(...value);
    if (value instanceof Map || value instanceof Set) forbidChanges(value);
    for (const property of Object.values(Object.getOwnPropertyDescriptors(value))) {
      if ('value' in property) open.push(property.value);
    }
    Object.freeze(value);
  }
}

/** Freezing a map or set does not keep its entries from being changed. */
function forbidChanges(collection: Map<unknown, unknown> | Set<unknown>): void {
  for (const name of ['set', 'add', 'delete', 'clear'].filter((method) => method in collection)) {
    Object.defineProperty(collection, name, {
      value: () => {
        throw new TypeError(`A rule called ${name} on a part of the model.`);
      },
    });
  }
}
