const seconds: Readonly<Record<string, number>> = { us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/**
 * A duration in seconds from Compose's notation (Compose specification, "Specifying durations"): `1m30s`, `500ms`, `0`.
 * @returns undefined where the text is no duration.
 */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^(?:\d+(?:\.\d+)?(?:us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(us|µs|ms|s|m|h)/g))
    total += Number(amount) * seconds[unit!]!;
  return total;
}
