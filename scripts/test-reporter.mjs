/** A reporter for Node's test runner that shows what failed, what tests print, its time, and a line of totals. */

/** The runner says its totals as diagnostics, too. */
const runnersTotal = /^(?:tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;

/** @param {AsyncIterable<import('node:test').TestEvent>} events */
export default async function* report(events) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  /** File → names of the suites that are open in it, outermost first. */
  const open = new Map();
  const start = performance.now();
  for await (const { type, data } of events) {
    if (type === 'test:start')
      open.set(data.file, [...(open.get(data.file) ?? []).slice(0, data.nesting), data.name]);
    else if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    else if (type === 'test:diagnostic' && !runnersTotal.test(data.message)) yield `  ${data.message}\n`;
    else if (type === 'test:pass' && data.details.type !== 'suite')
      totals[data.skip === undefined ? 'passed' : 'skipped']++;
    else if (type === 'test:fail' && isCause(data.details.error)) {
      totals.failed++;
      const name = [...(open.get(data.file) ?? []).slice(0, data.nesting), data.name].join(' › ');
      yield `✖ ${name} (${place(data)})\n${indented(text(data.details.error))}\n`;
    }
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
  yield `${seconds} s\n${totals.passed} passed, ${totals.failed} failed${skipped}\n`;
}

/** A suite fails because a test in it did: that one is shown. */
function isCause(error) {
  return error.failureType !== 'subtestsFailed';
}

function text(error) {
  const cause = error.cause ?? error;
  return typeof cause === 'object' && cause !== null
    ? (cause.stack ?? cause.message ?? String(cause))
    : String(cause);
}

function place({ file, line }) {
  return file === undefined ? 'unknown place' : `${file.replace(`${process.cwd()}/`, '')}:${line ?? 1}`;
}

function indented(lines) {
  return lines.replace(/^/gm, '    ');
}
