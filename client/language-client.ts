import { type Disposable, workspace } from 'vscode';
import type { BaseLanguageClient, DocumentFilter, LanguageClientOptions } from 'vscode-languageclient';
import { type ClientOptions, explainCommand } from '../server/protocol.ts';

/**
 * Documents that may be part of a deployment. Compose files, Dockerfiles and nginx configurations are known by name
 * whatever language the editor gives them; what they refer to may have any of the other endings.
 */
const patterns = [
  '**/*.{yml,yaml}',
  '**/{Dockerfile,Containerfile,dockerfile}*',
  '**/*.{dockerfile,Dockerfile,containerfile,Containerfile}',
  '**/*.{conf,template,nginx}',
  '**/sites-{available,enabled}/*',
  '**/{.env,.env.*,*.env,*.env.*,env.*}',
  '**/{.dockerignore,*.dockerignore,.gitignore}',
  '**/*.{sh,bash,cron}',
  '**/{crontab,package.json,Makefile,GNUmakefile,makefile,Justfile,justfile,Jenkinsfile}',
];

const languages = ['dockerfile', 'dockercompose', 'nginx'];

export function clientOptions(): LanguageClientOptions {
  const options: ClientOptions = {
    files: true,
    ignoreCommand: true,
    lensCommand: true,
    reviewed: true,
    ruleLink: `command:${explainCommand}?%5B%22{id}%22%5D`,
  };
  return {
    documentSelector: documentSelector(),
    initializationOptions: options,
    markdown: { isTrusted: { enabledCommands: [explainCommand] } },
    diagnosticCollectionName: 'seaworthy',
    // Where lenses are switched off the server is not asked.
    middleware: {
      provideCodeLenses: (document, token, next) => (lensesWanted() ? next(document, token) : []),
    },
  };
}

function lensesWanted(): boolean {
  return workspace.getConfiguration('seaworthy').get('codeLens.enabled', true);
}

/** Lenses appear and go with their setting, at once. */
export function followLensSetting(client: BaseLanguageClient): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration('seaworthy.codeLens.enabled')) return;
    for (const document of workspace.textDocuments) {
      client.getFeature('textDocument/codeLens').getProvider(document)?.onDidChangeCodeLensEmitter.fire();
    }
  });
}

/** Of the disk's files and those of the workspace; what a version control extension shows of old versions is left alone. */
function documentSelector(): DocumentFilter[] {
  const folders = workspace.workspaceFolders ?? [];
  const schemes = [...new Set(['file', ...folders.map(({ uri }) => uri.scheme)])];
  return schemes.flatMap((scheme) => [
    ...languages.map((language) => ({ scheme, language })),
    ...patterns.map((pattern) => ({ scheme, pattern })),
  ]);
}
