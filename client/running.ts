import { type Event, EventEmitter, type ExtensionContext, type TreeDataProvider, workspace } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { DeploymentScore, ScoreParams } from '../server/protocol.ts';
import { reviewedNotification, scoreNotification } from '../server/protocol.ts';
import { registerCommands } from './commands.ts';
import { registerCompare } from './compare.ts';
import { registerExport } from './export.ts';
import { serveFiles } from './files.ts';
import { clientOptions, followLensSetting } from './language-client.ts';
import { Report } from './report.ts';
import { SideBar } from './side-bar.ts';
import type { SideBarNode } from './side-bar-tree.ts';
import { StatusBar } from './status-bar.ts';

/** Makes a client for one of the server's homes: a process or a web worker. */
export type MakeClient = (id: string, name: string, options: LanguageClientOptions) => BaseLanguageClient;

/** What other extensions may ask. */
export interface Api {
  /** The scores of the workspace's deployments; empty until the first review. */
  readonly scores: () => readonly DeploymentScore[];
  /** The status bar's text, `⚓ 7.8`; undefined while there is no deployment. */
  readonly statusText: () => string | undefined;
  readonly onDidChangeScores: Event<readonly DeploymentScore[]>;
  /** What the side bar shows; `badge` is the number of findings that block a deployment. */
  readonly sideBar: TreeDataProvider<SideBarNode> & { readonly badge: number | undefined };
  /** A page of the report listens, or shows what it was sent. */
  readonly onDidShowReport: Event<void>;
}

export interface Running {
  readonly api: Api;
  stop(): Promise<void>;
}

/** Start the language server and everything that shows what it says. */
export async function run(context: ExtensionContext, makeClient: MakeClient): Promise<Running> {
  const client = makeClient('seaworthy', 'Seaworthy', clientOptions());
  const scores = new EventEmitter<readonly DeploymentScore[]>();
  const statusBar = new StatusBar();
  const report = new Report(client, context, () => statusBar.active?.name);
  const sideBar = new SideBar(client);
  context.subscriptions.push(
    scores,
    statusBar,
    report,
    sideBar,
    followLensSetting(client),
    registerExport(client, () => statusBar.deployments),
    ...registerCompare(client),
  );
  client.onNotification(scoreNotification, ({ deployments, blockers }: ScoreParams) => {
    statusBar.show(deployments);
    sideBar.showBlockers(blockers);
    scores.fire(deployments);
  });
  client.onNotification(reviewedNotification, () => {
    sideBar.reviewed();
    return report.refresh();
  });
  serveFiles(client);
  registerCommands(context, client, report);
  const follow = async () => {
    const enabled = workspace.getConfiguration('seaworthy').get('enable', true);
    if (enabled && client.needsStart()) await client.start();
    if (enabled) return;
    if (client.needsStop()) await client.stop();
    statusBar.show([]);
    sideBar.clear();
  };
  const onChange = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('seaworthy.enable')) void follow();
  });
  context.subscriptions.push(onChange);
  await follow();
  return {
    api: {
      scores: () => statusBar.deployments,
      statusText: () => statusBar.text,
      onDidChangeScores: scores.event,
      sideBar,
      onDidShowReport: report.onDidShow,
    },
    stop: async () => {
      if (client.needsStop()) await client.stop();
    },
  };
}
