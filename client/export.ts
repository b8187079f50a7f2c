import { commands, type Disposable, env, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { DeploymentScore } from '../server/protocol.ts';
import {
  type ExportFormat,
  type ExportParams,
  type ExportResult,
  exportRequest,
} from '../server/protocol-overview.ts';

interface Format {
  readonly id: ExportFormat;
  readonly label: string;
  readonly detail: string;
  readonly file: string;
}

const formats: readonly Format[] = [
  {
    id: 'html',
    label: 'HTML',
    detail: 'One page that works offline and prints well',
    file: 'readiness-report.html',
  },
  { id: 'markdown', label: 'Markdown', detail: 'For a wiki or a pull request', file: 'readiness-report.md' },
  {
    id: 'json',
    label: 'JSON',
    detail: 'For programs, and to compare with later',
    file: 'readiness-report.json',
  },
  { id: 'sarif', label: 'SARIF', detail: 'For code scanning', file: 'seaworthy.sarif' },
  { id: 'junit', label: 'JUnit', detail: 'For the test reports of a pipeline', file: 'seaworthy-junit.xml' },
  {
    id: 'gitlab',
    label: 'GitLab code quality',
    detail: 'For merge requests',
    file: 'gl-code-quality-report.json',
  },
  { id: 'badge', label: 'Badge', detail: 'The score as an SVG', file: 'seaworthy.svg' },
];

/** What is asked for where it is not given. */
export interface Export {
  readonly format?: ExportFormat;
  readonly deployment?: string;
  readonly to?: Uri;
}

/** The command that writes the review to a file. @param deployments the workspace's, as they are now */
export function registerExport(
  client: BaseLanguageClient,
  deployments: () => readonly DeploymentScore[],
): Disposable {
  return commands.registerCommand('seaworthy.exportReport', async (given?: Export) => {
    if (deployments().length === 0) {
      void window.showInformationMessage('There is no deployment to report on here.');
      return;
    }
    const format = formats.find(({ id }) => id === given?.format) ?? (await chooseFormat());
    if (!format) return;
    const scope = given?.format ? given : await chooseScope(deployments());
    if (!scope) return;
    const to = given?.to ?? (await choosePlace(format));
    if (!to) return;
    const { deployment } = scope;
    const params: ExportParams = { format: format.id, ...(deployment !== undefined && { deployment }) };
    const { text } = await client.sendRequest<ExportResult>(exportRequest, params);
    await workspace.fs.writeFile(to, new TextEncoder().encode(text));
    void offerToOpen(format, to);
  });
}

function chooseFormat(): Thenable<Format | undefined> {
  return window.showQuickPick(formats, { placeHolder: 'Export the readiness report as' });
}

async function chooseScope(
  deployments: readonly DeploymentScore[],
): Promise<{ readonly deployment?: string } | undefined> {
  if (deployments.length < 2) return {};
  const all = { label: `All ${deployments.length} deployments`, scope: {} };
  const each = deployments.map(({ name, score, environment }) => ({
    label: name,
    description: `${score.toFixed(1)}, ${environment}`,
    scope: { deployment: name },
  }));
  return (await window.showQuickPick([all, ...each], { placeHolder: 'Which deployment?' }))?.scope;
}

function choosePlace({ file, label }: Format): Thenable<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return window.showSaveDialog({
    title: 'Export Readiness Report',
    filters: { [label]: [file.slice(file.lastIndexOf('.') + 1)] },
    ...(folder && { defaultUri: Uri.joinPath(folder, file) }),
  });
}

async function offerToOpen({ id }: Format, uri: Uri): Promise<void> {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const chosen = await window.showInformationMessage(`The readiness report was written to ${name}.`, 'Open');
  if (chosen === undefined) return;
  // A browser reaches files of this machine alone.
  const reachable = uri.scheme === 'file' && env.remoteName === undefined;
  if ((id === 'html' || id === 'badge') && reachable) await env.openExternal(uri);
  else if (id === 'markdown') await commands.executeCommand('markdown.showPreview', uri);
  else await commands.executeCommand('vscode.open', uri);
}
