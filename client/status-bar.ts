import { type Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { DeploymentScore } from '../server/protocol.ts';

type Verdict = DeploymentScore['verdict'];

/** The score of the deployment that the editor's file belongs to. */
export class StatusBar implements Disposable {
  readonly #item = window.createStatusBarItem('seaworthy.score', StatusBarAlignment.Left, 10);
  readonly #onEditor = window.onDidChangeActiveTextEditor(() => this.#render());
  deployments: readonly DeploymentScore[] = [];
  #active: string | undefined;

  constructor() {
    this.#item.name = 'Seaworthy: Readiness Score';
    this.#item.command = 'seaworthy.showReport';
  }

  show(deployments: readonly DeploymentScore[]): void {
    this.deployments = deployments;
    this.#render();
  }

  /** The deployment of the active editor; that of the last one where the active editor's file is in none. */
  get active(): DeploymentScore | undefined {
    const uri = window.activeTextEditor?.document.uri.toString();
    const here = this.deployments.filter(({ files }) => uri !== undefined && files.includes(uri));
    return (
      [...here].sort(byWeight)[0] ??
      this.deployments.find(({ name }) => name === this.#active) ??
      [...this.deployments].sort(byWeight)[0]
    );
  }

  get text(): string | undefined {
    const { active } = this;
    return active && `⚓ ${active.score.toFixed(1)}`;
  }

  dispose(): void {
    this.#onEditor.dispose();
    this.#item.dispose();
  }

  #render(): void {
    const { active, text } = this;
    this.#active = active?.name;
    if (!active || !text) {
      this.#item.hide();
      return;
    }
    this.#item.text = text;
    this.#item.tooltip = tooltip(active);
    this.#item.accessibilityInformation = {
      label: `Readiness score ${active.score.toFixed(1)} of 10: ${assessment(active)}`,
    };
    this.#item.backgroundColor = active.environment === 'production' ? background[active.verdict] : undefined;
    this.#item.show();
  }
}

const background: Readonly<Record<Verdict, ThemeColor | undefined>> = {
  'production ready': undefined,
  'production ready with recommendations': undefined,
  'needs work': new ThemeColor('statusBarItem.warningBackground'),
  'not ready': new ThemeColor('statusBarItem.errorBackground'),
};

/** Nobody asked of a development deployment whether it is ready for production. */
function assessment({ environment, verdict }: DeploymentScore): string {
  return environment === 'production' ? verdict : 'as a development deployment';
}

/** Production before development, then more files before fewer. */
function byWeight(a: DeploymentScore, b: DeploymentScore): number {
  return (
    Number(b.environment === 'production') - Number(a.environment === 'production') ||
    b.files.length - a.files.length
  );
}

/** Two categories in a row: a tooltip is low. */
function categoryTable(categories: DeploymentScore['categories']): string {
  const cells = categories.map(({ title, score }) => `${title} | ${score.toFixed(1)}`);
  const half = Math.ceil(cells.length / 2);
  const rows = cells.slice(0, half).map((left, row) => `| ${left} | | ${cells[half + row] ?? ' | '} |`);
  return ['| | | | | |', '| :-- | --: | :-: | :-- | --: |', ...rows, ''].join('\n');
}

function tooltip(deployment: DeploymentScore): MarkdownString {
  const { name, environment, score, waiting, categories, improvements, findings } = deployment;
  const markdown = new MarkdownString();
  markdown.appendMarkdown(`**${score.toFixed(1)} of 10: ${assessment(deployment)}**\n\n`);
  markdown.appendMarkdown(
    plain(`${name} (${environment}), ${findings} ${findings === 1 ? 'finding' : 'findings'}`),
  );
  if (waiting)
    markdown.appendMarkdown('\n\nA file is incomplete: this is the last score that could be computed.');
  markdown.appendMarkdown(`\n\n${categoryTable(categories)}`);
  const raising = improvements.some(({ gain }) => gain > 0);
  const heading = raising ? 'What would raise it most' : 'What to do first';
  if (improvements.length > 0) markdown.appendMarkdown(`\n\n**${heading}**\n\n`);
  for (const { title, gain, priority } of improvements) {
    const worth = gain > 0 ? (gain < 0.05 ? '+<0.1' : `+${gain.toFixed(1)}`) : `P${priority}`;
    markdown.appendMarkdown(`- ${worth} ${plain(title)}\n`);
  }
  return markdown;
}

/** A text in which Markdown sees nothing but text. `appendText` would make its spaces unbreakable. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!~|<>&$]/g, '\\$&');
}
