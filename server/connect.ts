import {
  type Connection,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type InitializeParams,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import { Project, type Review } from '../core/index.ts';
import { checklist } from '../rules/checklist.ts';
import { images } from '../rules/facts/images.ts';
import { rules } from '../rules/index.ts';
import { quickReference } from '../rules/quick-reference.ts';
import { renamed } from '../rules/renamed.ts';
import { clientOptions, editSupport, serverCapabilities } from './capabilities.ts';
import { type ActionContext, codeActions } from './code-actions.ts';
import { CodeLenses } from './code-lens.ts';
import { DiagnosticLists } from './diagnostics.ts';
import { explain } from './explain.ts';
import type { Files } from './files.ts';
import { hover, withMeaning } from './hover.ts';
import { NginxLanguage, registerNginxFeatures } from './nginx-features.ts';
import { answerOverviews } from './overview-requests.ts';
import {
  type ExplainParams,
  type ExplainResult,
  explainRequest,
  type ReportActionParams,
  type ReportActionResult,
  type ReportPageParams,
  type ReportPageResult,
  type ReportParams,
  type ReportResult,
  type RequestWayParams,
  type RequestWayResult,
  type ReviewWorkspaceResult,
  type RulesResult,
  reportActionRequest,
  reportPageRequest,
  reportRequest,
  requestWayRequest,
  reviewedNotification,
  reviewWorkspaceRequest,
  rulesRequest,
  scoreNotification,
} from './protocol.ts';
import { report, reportPage } from './report.ts';
import { reportAction } from './report-action.ts';
import { joined, requestHover, requestWay } from './request-way.ts';
import { scoreParams } from './score.ts';
import { type DiskChange, Session } from './session.ts';
import { today } from './today.ts';
import { Turns } from './turns.ts';
import { pathOfUri } from './uri.ts';

/** What differs between the server's homes: a process and a web worker. */
export interface Home {
  /** @param clientServes the client offered to list and read files itself. */
  files(connection: Connection, clientServes: boolean): Files;
  /** Call a function after the input that is already there was handed out. */
  later(callback: () => void): void;
  /** The page that explains a rule, where the client named none. */
  ruleLink(ruleId: string): string | undefined;
}

/** Speak the Language Server Protocol over a connection until it ends. */
export function serve(connection: Connection, home: Home): void {
  let server: Server | undefined;
  connection.onInitialize((params) => {
    server = new Server(connection, home, params);
    return serverCapabilities(params.capabilities);
  });
  connection.onInitialized(() => server?.start());
  connection.listen();
}

/**
 * Milliseconds between two scores at least: the next best fixes are worked out for each, and nobody reads the status bar
 * between two keys.
 */
const scorePause = 50;

class Server {
  readonly #connection: Connection;
  readonly #params: InitializeParams;
  readonly #session: Session;
  readonly #actions: ActionContext;
  readonly #lists = new DiagnosticLists();
  readonly #turns: Turns;
  readonly #lenses: CodeLenses;
  #lastScore = '';
  #scoreWaits: ReturnType<typeof setTimeout> | undefined;
  #lastReview: Review | undefined;
  readonly #tellsReviews: boolean;
  #loaded = false;

  constructor(connection: Connection, home: Home, params: InitializeParams) {
    this.#connection = connection;
    this.#params = params;
    const options = clientOptions(params.initializationOptions);
    this.#tellsReviews = options.reviewed ?? false;
    this.#turns = new Turns(() => this.#publish(), home.later, Date.now);
    const newProject = () =>
      new Project({ rules, images, renamed, checklist, reference: quickReference, today: today() });
    const files = home.files(connection, options.files ?? false);
    const failed = (error: unknown) =>
      connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const session = new Session({
      project: newProject(),
      files,
      changed: () => this.#turns.call(),
      failed,
      today,
    });
    this.#session = session;
    this.#actions = {
      session,
      support: editSupport(params.capabilities),
      asksForReason: options.ignoreCommand ?? false,
      ruleLink: (id) => options.ruleLink?.replaceAll('{id}', encodeURIComponent(id)) ?? home.ruleLink(id),
      uriOf: (path) => session.uriOf(path),
      versionOf: (path) => session.document(path)?.version ?? null,
    };
    this.#lenses = new CodeLenses(connection, session, params.capabilities, options.lensCommand ?? false);
    this.#documents();
    this.#features();
    this.#requests();
    answerOverviews({ connection, session, newProject, files, today, failed });
  }

  /** The handshake is over: read the workspace, and hear of changes from now on. */
  start(): void {
    this.#watch();
    registerNginxFeatures(this.#connection, this.#params.capabilities);
    const { workspaceFolders, rootUri } = this.#params;
    const root = rootUri ? [{ uri: rootUri, name: '' }] : [];
    void this.#session.load(rootsOf(workspaceFolders ?? root)).then(() => {
      this.#loaded = true;
      this.#publish();
    });
  }

  #documents(): void {
    const session = this.#session;
    this.#connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
      const path = pathOfUri(uri);
      const before = session.uriOf(path);
      session.open(uri, languageId, version, text);
      // What was published of the closed file bears our spelling of its URI: the client's counts.
      if (uri !== before && this.#lists.forget(path)) {
        void this.#connection.sendDiagnostics({ uri: before, diagnostics: [] });
        this.#turns.call();
      }
    });
    this.#connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
      session.change(textDocument.uri, textDocument.version, contentChanges);
    });
    this.#connection.onDidCloseTextDocument(({ textDocument }) => session.close(textDocument.uri));
    this.#connection.onDidChangeWatchedFiles(({ changes }) =>
      session.diskChanged(
        changes.map(({ uri, type }) => ({ path: pathOfUri(uri), type: changeTypes[type]! })),
      ),
    );
  }

  #watch(): void {
    const { workspace } = this.#params.capabilities;
    // Whether a file is there matters for every file: a build copies it, a mount names it.
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      const watchers = [{ globPattern: '**/*' }];
      void this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    if (!workspace?.workspaceFolders) return;
    this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = rootsOf(removed);
      const kept = this.#session.roots.filter((root) => !gone.includes(root));
      void this.#session.load([...new Set([...kept, ...rootsOf(added)])]);
    });
  }

  #features(): void {
    this.#connection.onCodeAction(async ({ textDocument, range, context }) => {
      await this.#session.settled();
      return codeActions(pathOfUri(textDocument.uri), range, context, this.#actions);
    });
    const nginx = new NginxLanguage(
      this.#connection,
      this.#session,
      this.#actions,
      this.#params.capabilities,
    );
    const byId = new Map(rules.map((rule) => [rule.id, rule]));
    this.#connection.onHover(async ({ textDocument, position }) => {
      await this.#session.settled();
      const { findings } = this.#session.review();
      const path = pathOfUri(textDocument.uri);
      const meaning = await nginx.hover(textDocument.uri, position);
      return withMeaning(
        joined(
          hover(findings, byId, path, position, this.#actions.ruleLink),
          requestHover(this.#session, path, position),
        ),
        meaning,
      );
    });
  }

  #requests(): void {
    const session = this.#session;
    this.#connection.onRequest(reportRequest, async (params: ReportParams): Promise<ReportResult> => {
      await session.settled();
      // What stands in the report stands under the files as well.
      this.#publish();
      return report(session.review(), params, session, today());
    });
    this.#connection.onRequest(
      reportPageRequest,
      async (params: ReportPageParams): Promise<ReportPageResult> => {
        await session.settled();
        return reportPage(session.review(), params, session);
      },
    );
    this.#connection.onRequest(
      reportActionRequest,
      async (params: ReportActionParams): Promise<ReportActionResult> => {
        await session.settled();
        return reportAction(params, this.#actions, today());
      },
    );
    this.#connection.onRequest(reviewWorkspaceRequest, async (): Promise<ReviewWorkspaceResult> => {
      await session.reload();
      const { files, findings, deployments } = session.review();
      return { files: files.length, findings: findings.length, deployments: deployments.length };
    });
    this.#connection.onRequest(rulesRequest, (): RulesResult => {
      return { rules: rules.map(({ id, title, category }) => ({ id, title, category })) };
    });
    this.#connection.onRequest(
      requestWayRequest,
      async (params: RequestWayParams): Promise<RequestWayResult> => {
        await session.settled();
        return requestWay(params, session);
      },
    );
    this.#connection.onRequest(explainRequest, ({ ruleId }: ExplainParams): ExplainResult => {
      const rule = rules.find(({ id }) => id === (renamed.get(ruleId) ?? ruleId));
      return rule ? { markdown: explain(rule) } : {};
    });
  }

  /** Tell the client what changed since the last time. */
  #publish(): void {
    if (!this.#loaded) return;
    const review = this.#session.review();
    // First, so that an open report is asked for while the client takes the lists in.
    if (review !== this.#lastReview) {
      this.#lastReview = review;
      this.#lenses.reviewed();
      if (this.#tellsReviews) void this.#connection.sendNotification(reviewedNotification);
    }
    for (const [path, diagnostics] of this.#lists.update(review, this.#actions)) {
      const version = this.#session.document(path)?.version;
      void this.#connection.sendDiagnostics({
        uri: this.#session.uriOf(path),
        ...(version !== undefined && { version }),
        diagnostics: [...diagnostics],
      });
    }
    for (const { at, ruleId, path, message } of review.problems) {
      if (at === undefined) this.#log([ruleId, path, message].filter(Boolean).join(': '));
    }
    this.#scoreWaits ??= setTimeout(() => this.#tellScore(), scorePause);
  }

  #tellScore(): void {
    this.#scoreWaits = undefined;
    const score = scoreParams(this.#session.review(), this.#actions.uriOf);
    const text = JSON.stringify(score);
    if (text === this.#lastScore) return;
    this.#lastScore = text;
    void this.#connection.sendNotification(scoreNotification, score);
  }

  readonly #logged = new Set<string>();

  #log(line: string): void {
    if (this.#logged.has(line)) return;
    this.#logged.add(line);
    this.#connection.console.warn(line);
  }
}

const changeTypes: Readonly<Record<FileChangeType, DiskChange['type']>> = {
  [FileChangeType.Created]: 'created',
  [FileChangeType.Changed]: 'changed',
  [FileChangeType.Deleted]: 'deleted',
};

function rootsOf(folders: readonly WorkspaceFolder[]): readonly string[] {
  return folders.map(({ uri }) => pathOfUri(uri));
}
