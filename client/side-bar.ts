import {
  commands,
  type Disposable,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  window,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { PagePress } from '../server/protocol.ts';
import {
  type FindingActionsParams,
  type FindingActionsResult,
  findingActionsRequest,
  type LensArguments,
  lensCommand,
  type Overview,
  overviewRequest,
} from '../server/protocol-overview.ts';
import { act } from './finding-action.ts';
import { nodeOfLens, type SideBarIcon, type SideBarNode, sideBarTree, withActions } from './side-bar-tree.ts';

const viewId = 'seaworthy.readiness';

/** Milliseconds from a review to the question what it says; where answers take long, longer. */
const rest = 100;
/** How much of the server's time the side bar may take: an answer is followed by so many times its duration without one. */
const spacing = 4;

/** The Seaworthy view: deployments, scores and findings. While it is hidden nothing is asked for. */
export class SideBar implements TreeDataProvider<SideBarNode>, Disposable {
  readonly #client: BaseLanguageClient;
  readonly #view: TreeView<SideBarNode>;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #disposables: readonly Disposable[];
  #tree: readonly SideBarNode[] | undefined;
  #known = '';
  #begin: () => void = () => {};
  readonly #first = new Promise<void>((done) => {
    this.#begin = done;
  });
  #stale = true;
  #pause = 0;
  #waiting: Promise<void> | undefined;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
    this.#view = window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
    const command = (name: string, run: (node?: SideBarNode) => unknown) =>
      commands.registerCommand(name, run);
    this.#disposables = [
      this.#view,
      this.#changed,
      this.#view.onDidChangeVisibility(({ visible }) => visible && this.#stale && this.#refresh()),
      command('seaworthy.goToFinding', (node) => this.#press('goto', node)),
      command('seaworthy.fixFinding', (node) => this.#fix(node)),
      command('seaworthy.fixAllOfRule', (node) => this.#fixAll(node)),
      command('seaworthy.ignoreFinding', (node) => this.#press('ignore', node)),
      command('seaworthy.explainFinding', (node) => this.#press('explain', node)),
      commands.registerCommand(lensCommand, (lens?: LensArguments) => this.show(lens)),
    ];
  }

  /** What blocks a deployment, as a number at the view's icon. */
  get badge(): number | undefined {
    return this.#view.badge?.value;
  }

  showBlockers(count: number): void {
    const tooltip = count === 1 ? '1 finding blocks a deployment' : `${count} findings block a deployment`;
    this.#view.badge = count > 0 ? { value: count, tooltip } : undefined;
  }

  /** There is a new review. */
  reviewed(): void {
    this.#stale = true;
    if (this.#view.visible) void this.#refresh();
  }

  /** There is no server any more. */
  clear(): void {
    this.#set([]);
    this.showBlockers(0);
  }

  getTreeItem(node: SideBarNode): TreeItem {
    return treeItem(node);
  }

  getParent(node: SideBarNode): SideBarNode | undefined {
    return node.parent;
  }

  async getChildren(node?: SideBarNode): Promise<SideBarNode[]> {
    if (node) return this.#withActions(node.children?.() ?? []);
    if (!this.#tree && this.#client.isRunning()) void this.#refresh();
    // Until the first answer the view says that it is busy.
    await this.#first;
    return [...(this.#tree ?? [])];
  }

  /** Of what is shown, what can be done about it. */
  async #withActions(nodes: readonly SideBarNode[]): Promise<SideBarNode[]> {
    const findings = nodes.flatMap((node) => node.findings ?? []);
    if (findings.length === 0 || !this.#client.isRunning()) return [...nodes];
    const params: FindingActionsParams = { findings };
    const { actions } = await this.#client.sendRequest<FindingActionsResult>(findingActionsRequest, params);
    let at = 0;
    return nodes.map((node) => {
      const own = actions.slice(at, at + (node.findings?.length ?? 0));
      at += own.length;
      return withActions(node, own);
    });
  }

  /** Bring the view to the front, at a service or stage where one is named. */
  async show(lens?: LensArguments): Promise<void> {
    await commands.executeCommand(`${viewId}.focus`);
    if (!lens) return;
    await this.#refresh();
    const node = nodeOfLens(this.#tree ?? [], lens);
    if (node) await this.#view.reveal(node, { select: true, focus: true, expand: true });
  }

  dispose(): void {
    for (const one of this.#disposables) one.dispose();
  }

  /** What comes while it waits is taken together. @returns when the newest review is shown. */
  #refresh(): Promise<void> {
    this.#waiting ??= this.#ask().finally(() => {
      this.#waiting = undefined;
    });
    return this.#waiting;
  }

  async #ask(): Promise<void> {
    while (this.#stale) {
      await new Promise((done) => setTimeout(done, Math.max(rest, this.#pause)));
      this.#stale = false;
      if (!this.#client.isRunning()) return;
      const start = performance.now();
      const overview = await this.#client.sendRequest<Overview>(overviewRequest);
      this.#pause = spacing * (performance.now() - start);
      const text = JSON.stringify(overview);
      if (text !== this.#known) this.#set(sideBarTree(overview), text);
    }
  }

  #set(tree: readonly SideBarNode[], known = ''): void {
    this.#tree = tree;
    this.#known = known;
    this.#begin();
    this.#changed.fire(undefined);
    void commands.executeCommand('setContext', 'seaworthy.empty', tree.length === 0);
  }

  async #press(action: PagePress['action'], node: SideBarNode | undefined): Promise<void> {
    const target = node?.target ?? node?.finding;
    if (target) await act(this.#client, { action, target });
  }

  async #fix(node: SideBarNode | undefined): Promise<void> {
    if (!node?.finding) return;
    const { finding, fixes = [] } = node;
    const items = fixes.map((label, fix) => ({ label, fix }));
    const chosen =
      items.length > 1 ? await window.showQuickPick(items, { placeHolder: finding.message }) : items[0];
    if (chosen) await act(this.#client, { action: 'fix', target: { ...finding, fix: chosen.fix } });
  }

  async #fixAll(node: SideBarNode | undefined): Promise<void> {
    if (!node?.finding || node.deployment === undefined) return;
    await act(this.#client, { action: 'fixAll', target: { ...node.finding, deployment: node.deployment } });
  }
}

function treeItem(node: SideBarNode): TreeItem {
  const { id, label, description, tooltip, icon, actions, target, children, open } = node;
  const state = open ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
  const item = new TreeItem(label, children ? state : TreeItemCollapsibleState.None);
  item.id = id;
  item.contextValue = actions.join(' ');
  if (description !== undefined) item.description = description;
  if (tooltip) item.tooltip = new MarkdownString(tooltip.map(plain).join('\n\n'));
  if (icon) item.iconPath = icons[icon];
  if (target && !children)
    item.command = { command: 'seaworthy.goToFinding', title: 'Go to', arguments: [node] };
  return item;
}

const icons: Readonly<Record<SideBarIcon, ThemeIcon>> = {
  good: new ThemeIcon('pass', new ThemeColor('testing.iconPassed')),
  fair: new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground')),
  poor: new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground')),
  blocker: new ThemeIcon('circle-slash', new ThemeColor('problemsErrorIcon.foreground')),
  error: new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground')),
  warning: new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground')),
  info: new ThemeIcon('info', new ThemeColor('problemsInfoIcon.foreground')),
  list: new ThemeIcon('list-unordered'),
};

/** A text in which Markdown sees nothing but text. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!~|<>&$]/g, '\\$&');
}
