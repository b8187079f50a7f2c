import type { AcceptedFinding, Finding, Review } from '../../engine/finding.ts';
import type { AnyRule, Fix, Severity } from '../../engine/rule.ts';
import { isCreate, type Span } from '../../text/index.ts';
import { fingerprints } from '../fingerprint.ts';
import { type ReportContext, shownPath } from '../report.ts';

export interface SarifContext extends ReportContext {
  /** Seaworthy's own version. */
  readonly version: string;
}

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
const rootId = '%SRCROOT%';

/**
 * A review as SARIF 2.1.0, ended by a line break. Paths are relative to `cwd`; accepted findings are results with a
 * suppression; a fix that creates a file replaces nothing at the file's start.
 * Source of the form: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function renderSarif(review: Review, context: SarifContext): string {
  const all = [...review.findings, ...review.accepted];
  const ids = [...new Set(all.map(({ ruleId }) => ruleId))].sort();
  const rules = ids.flatMap((id) => context.rules.find((rule) => rule.id === id) ?? []);
  const marks = fingerprints(all, context.cwd);
  const result = (finding: Finding) => ({
    ruleId: finding.ruleId,
    ruleIndex: rules.findIndex(({ id }) => id === finding.ruleId),
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [location(finding.at, context)],
    ...(finding.related.length > 0 && {
      relatedLocations: finding.related.map(({ at, message }, index) => ({
        id: index + 1,
        ...location(at, context),
        message: { text: message },
      })),
    }),
    partialFingerprints: { 'seaworthy/v1': marks.get(finding) },
    ...(finding.fixes.length > 0 && { fixes: finding.fixes.map((one) => fix(one, context)) }),
    properties: {
      category: finding.category,
      priority: finding.priority,
      gain: finding.gain,
      ...(finding.service !== undefined && { service: finding.service }),
    },
  });
  const run = {
    tool: {
      driver: {
        name: 'Seaworthy',
        semanticVersion: context.version,
        rules: rules.map(ruleDescriptor),
      },
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [rootId]: { description: { text: 'The folder that was reviewed from.' } } },
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: review.problems.map((problem) => ({
          level: 'warning',
          message: { text: problem.message },
          ...(problem.at && { locations: [location(problem.at, context)] }),
        })),
      },
    ],
    results: [
      ...review.findings.map(result),
      ...review.accepted.map((one) => ({ ...result(one), suppressions: [suppression(one, context)] })),
    ],
    properties: {
      scoreVersion: context.scoreVersion,
      deployments: review.deployments.map(({ name, environment, score, verdict }) => ({
        name,
        environment,
        score,
        verdict,
      })),
    },
  };
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleDescriptor(rule: AnyRule) {
  return {
    id: rule.id,
    name: rule.id.split('/').at(-1)!,
    shortDescription: { text: `${rule.title}.` },
    fullDescription: { text: rule.rationale },
    help: { text: rule.remedy, markdown: `${rule.remedy}\n\n${rule.rationale}` },
    ...(rule.references[0] !== undefined && { helpUri: rule.references[0] }),
    defaultConfiguration: { level: levels[rule.severity], enabled: !rule.off },
    properties: { category: rule.category, priority: rule.priority, tags: [rule.category] },
  };
}

function suppression({ reason, acceptedAt }: AcceptedFinding, context: SarifContext) {
  const inSource = !/\.seaworthy\.ya?ml$/.test(acceptedAt.source.path);
  return {
    kind: inSource ? 'inSource' : 'external',
    status: 'accepted',
    ...(reason !== '' && { justification: reason }),
    location: location(acceptedAt, context),
  };
}

function location(at: Span, context: SarifContext) {
  return {
    physicalLocation: { artifactLocation: artifact(at.source.path, context), region: region(at) },
  };
}

/** 1-based lines and columns; the end column is behind the last character. */
function region(at: Span) {
  const start = at.source.position(at.start);
  const end = at.source.position(at.end);
  return {
    startLine: start.line + 1,
    startColumn: start.column + 1,
    endLine: end.line + 1,
    endColumn: end.column + 1,
  };
}

function artifact(path: string, { cwd }: SarifContext) {
  const uri = shownPath(path, cwd).split('/').map(encodeURIComponent).join('/');
  return { uri, uriBaseId: rootId };
}

function fix({ title, edits }: Fix, context: SarifContext) {
  const paths = new Map<string, object[]>();
  for (const edit of edits) {
    const path = isCreate(edit) ? edit.create : edit.span.source.path;
    const deletedRegion = isCreate(edit)
      ? { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 }
      : region(edit.span);
    const list = paths.get(path) ?? [];
    paths.set(path, list);
    list.push({ deletedRegion, insertedContent: { text: edit.text } });
  }
  return {
    description: { text: title },
    artifactChanges: [...paths].map(([path, replacements]) => ({
      artifactLocation: artifact(path, context),
      replacements,
    })),
  };
}
