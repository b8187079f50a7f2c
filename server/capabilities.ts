import {
  type ClientCapabilities,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver-protocol';
import { codeActionKinds } from './code-actions.ts';
import { nginxCapabilities } from './nginx-features.ts';
import type { ClientOptions } from './protocol.ts';
import type { EditSupport } from './workspace-edit.ts';

/** What the server can do, told at once; some of what it can do with nginx files is registered later, for these alone. */
export function serverCapabilities(client: ClientCapabilities): InitializeResult {
  return {
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
      codeActionProvider: { codeActionKinds },
      hoverProvider: true,
      codeLensProvider: {},
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      ...nginxCapabilities(client),
    },
    serverInfo: { name: 'Seaworthy' },
  };
}

export function editSupport(client: ClientCapabilities): EditSupport {
  const edit = client.workspace?.workspaceEdit;
  return {
    documentChanges: edit?.documentChanges ?? false,
    create: edit?.resourceOperations?.includes('create') ?? false,
    renames: edit?.resourceOperations?.includes('rename') ?? false,
    annotations: edit?.changeAnnotationSupport !== undefined,
  };
}

/** The options of a client of ours; what any other client sends there is passed over. */
export function clientOptions(given: unknown): ClientOptions {
  if (typeof given !== 'object' || given === null) return {};
  const { files, ignoreCommand, lensCommand, reviewed, ruleLink } = given as Record<string, unknown>;
  return {
    files: files === true,
    ignoreCommand: ignoreCommand === true,
    lensCommand: lensCommand === true,
    reviewed: reviewed === true,
    ...(typeof ruleLink === 'string' && { ruleLink }),
  };
}
