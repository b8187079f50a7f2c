import type { ClientCapabilities, CodeLens, Connection } from 'vscode-languageserver';
import { CodeLensRefreshRequest } from 'vscode-languageserver';
import type { Finding, Review, ServiceScore, StageScore } from '../core/index.ts';
import { counted, points, tally } from '../core/report/report.ts';
import { rangeOf } from './diagnostics.ts';
import { type LensArguments, lensCommand } from './protocol-overview.ts';
import { byWeight } from './score.ts';
import type { Session } from './session.ts';
import { pathOfUri } from './uri.ts';

/** Milliseconds of rest after which the client hears that lenses of other files than the edited one changed. */
const rest = 250;

/** The score and the number of findings above each service and stage; where files overlap, of the weightiest deployment. */
export function codeLenses(review: Review, path: string, hasCommand: boolean): readonly CodeLens[] {
  const lenses = new Map<number, CodeLens>();
  for (const { name, files, services, stages = [] } of [...review.deployments].sort(byWeight)) {
    if (!files.includes(path)) continue;
    for (const one of [...services, ...stages]) {
      if (one.at.source.path !== path) continue;
      const range = rangeOf(one.at);
      const { line } = range.start;
      if (lenses.has(line)) continue;
      const kind = 'strengths' in one ? 'service' : 'stage';
      const argument: LensArguments = { deployment: name, kind, path, line };
      const command = { title: title(one), command: lensCommand, arguments: [argument] };
      lenses.set(line, { range, command: hasCommand ? command : { ...command, command: '' } });
    }
  }
  return [...lenses.values()];
}

function title({ score, findings }: ServiceScore | StageScore): string {
  return `Seaworthy ${points(score)} · ${counts(findings)}`;
}

function counts(findings: readonly Finding[]): string {
  const { error, warning, info } = tally(findings);
  const parts = [
    error > 0 && counted(error, 'error'),
    warning > 0 && counted(warning, 'warning'),
    info > 0 && counted(info, 'info'),
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(', ') : 'no findings';
}

/** Answers for the lenses, and says when they changed by an edit elsewhere, once the reviews rest. */
export class CodeLenses {
  readonly #connection: Connection;
  readonly #session: Session;
  readonly #refreshes: boolean;
  readonly #hasCommand: boolean;
  /** What was answered last, by path, of documents that are asked about since the last refresh. */
  readonly #answered = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection, session: Session, client: ClientCapabilities, hasCommand: boolean) {
    this.#connection = connection;
    this.#session = session;
    this.#refreshes = client.workspace?.codeLens?.refreshSupport ?? false;
    this.#hasCommand = hasCommand;
    connection.onCodeLens(async ({ textDocument }) => {
      await session.settled();
      const path = pathOfUri(textDocument.uri);
      const lenses = this.#lenses(path);
      this.#answered.set(path, JSON.stringify(lenses));
      return [...lenses];
    });
  }

  /** There is a new review. Where nobody looks at lenses this costs nothing, and otherwise a timer. */
  reviewed(): void {
    if (!this.#refreshes || this.#answered.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), rest);
  }

  #look(): void {
    const changed = [...this.#answered].some(
      ([path, answer]) => this.#session.document(path) && JSON.stringify(this.#lenses(path)) !== answer,
    );
    if (!changed) return;
    this.#answered.clear();
    void this.#connection.sendRequest(CodeLensRefreshRequest.type);
  }

  #lenses(path: string): readonly CodeLens[] {
    return codeLenses(this.#session.review(), path, this.#hasCommand);
  }
}
