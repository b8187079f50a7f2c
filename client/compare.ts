import { commands, type Disposable, EventEmitter, ProgressLocation, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ReadFileParams, ReadFileResult } from '../server/protocol.ts';
import {
  type CompareParams,
  type CompareResult,
  compareRequest,
  readCommittedRequest,
} from '../server/protocol-overview.ts';
import { type LastCommit, lastCommit, NoCommit } from './git.ts';

const page = Uri.from({ scheme: 'seaworthy-compare', path: '/Since the last commit.md' });

/** The command that shows, as a page, what became better and worse since the last commit. */
export function registerCompare(client: BaseLanguageClient): readonly Disposable[] {
  const changed = new EventEmitter<Uri>();
  let commit: LastCommit | undefined;
  let text = '';
  const compare = async () => {
    commit = await lastCommit();
    const params: CompareParams = { changed: commit.changed };
    const { markdown } = await client.sendRequest<CompareResult>(compareRequest, params);
    text = `# Since the last commit\n\nThe files as they are here, unsaved changes included, beside ${plain(commit.name)}.\n\n${markdown}`;
    changed.fire(page);
  };
  return [
    changed,
    workspace.registerTextDocumentContentProvider(page.scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: () => text,
    }),
    client.onRequest(readCommittedRequest, async ({ uri }: ReadFileParams): Promise<ReadFileResult> => {
      const read = await commit?.read(Uri.parse(uri));
      return read === undefined ? {} : { text: read };
    }),
    commands.registerCommand('seaworthy.compareWithCommit', async () => {
      try {
        const progress = { location: ProgressLocation.Window, title: 'Reviewing the last commit' };
        await window.withProgress(progress, compare);
      } catch (error) {
        if (!(error instanceof NoCommit)) throw error;
        void window.showWarningMessage(error.message);
        return;
      }
      await commands.executeCommand('markdown.showPreviewToSide', page);
    }),
  ];
}

/** A branch may have any name. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>&]/g, '\\$&');
}
