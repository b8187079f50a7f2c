import {
  type ClientCapabilities,
  type Connection,
  RegistrationType,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { CompletionTriggerKind, type Position } from 'vscode-languageserver-protocol';
import type { NginxFile } from '../core/index.ts';
import { type Documentation, loadDocumentation } from '../language/nginx/documentation.ts';
import { hoverText } from '../language/nginx/hover.ts';
import { rangeOf } from './diagnostics.ts';
import { NginxDocuments, offsetOf } from './nginx-documents.ts';
import {
  definitionLocations,
  prepareRename,
  referenceLocations,
  renameEdit,
  semanticLegend,
  semanticTokens,
} from './nginx-names.ts';
import { documentLinks, documentSymbols, foldingRanges, selectionRanges } from './nginx-structure.ts';
import {
  type Asked,
  type CompletionSupport,
  completionItems,
  formattingEdits,
  resolveItem,
  signatureHelp,
} from './nginx-writing.ts';
import type { Session } from './session.ts';
import type { EditContext } from './workspace-edit.ts';

type TextDocumentCapability = keyof NonNullable<ClientCapabilities['textDocument']>;

/** A feature that only nginx files have: other files' own providers are left alone where the client lets us say so. */
interface Feature {
  readonly method: string;
  readonly client: TextDocumentCapability;
  readonly server: keyof ServerCapabilities;
  readonly options: object | true;
}

function feature(
  name: string,
  client: TextDocumentCapability,
  server: keyof ServerCapabilities,
  options: object | true = true,
): Feature {
  return { method: `textDocument/${name}`, client, server, options };
}

const features: readonly Feature[] = [
  feature('documentSymbol', 'documentSymbol', 'documentSymbolProvider'),
  feature('foldingRange', 'foldingRange', 'foldingRangeProvider'),
  feature('selectionRange', 'selectionRange', 'selectionRangeProvider'),
  feature('documentLink', 'documentLink', 'documentLinkProvider', {}),
  feature('completion', 'completion', 'completionProvider', {
    triggerCharacters: ['$', '/', '@', '='],
    resolveProvider: true,
  }),
  feature('signatureHelp', 'signatureHelp', 'signatureHelpProvider', { triggerCharacters: [' '] }),
  feature('definition', 'definition', 'definitionProvider'),
  feature('references', 'references', 'referencesProvider'),
  feature('rename', 'rename', 'renameProvider', { prepareProvider: true }),
  feature('formatting', 'formatting', 'documentFormattingProvider'),
  feature('rangeFormatting', 'rangeFormatting', 'documentRangeFormattingProvider'),
  feature('semanticTokens', 'semanticTokens', 'semanticTokensProvider', {
    legend: semanticLegend,
    full: true,
    range: true,
  }),
];

function isDynamic(client: ClientCapabilities, { client: name }: Feature): boolean {
  const own = client.textDocument?.[name];
  return own !== undefined && 'dynamicRegistration' in own && own.dynamicRegistration === true;
}

/** What is told at once, for every document: the features that the client cannot be told of for nginx files alone. */
export function nginxCapabilities(client: ClientCapabilities): ServerCapabilities {
  const there = features.filter((one) => !isDynamic(client, one));
  return Object.fromEntries(there.map(({ server, options }) => [server, options]));
}

/** Tell the client of the rest, for nginx files alone. */
export function registerNginxFeatures(connection: Connection, client: ClientCapabilities): void {
  const documentSelector = [{ language: 'nginx' }];
  for (const { method, options } of features.filter((one) => isDynamic(client, one)))
    void connection.client.register(new RegistrationType<object>(method), {
      documentSelector,
      ...(options !== true && options),
    });
}

/** Answers what an editor asks about nginx files; nothing for any other. */
export class NginxLanguage {
  readonly #documents: NginxDocuments;
  readonly #edits: EditContext;
  readonly #completion: CompletionSupport;
  #documentation: Promise<Documentation> | undefined;

  constructor(connection: Connection, session: Session, edits: EditContext, client: ClientCapabilities) {
    this.#documents = new NginxDocuments(session);
    this.#edits = edits;
    const item = client.textDocument?.completion?.completionItem;
    this.#completion = {
      snippets: item?.snippetSupport === true,
      labelDetails: item?.labelDetailsSupport === true,
    };
    this.#structure(connection);
    this.#writing(connection);
    this.#names(connection);
  }

  /** What a place in an nginx file means, as Markdown. */
  async hover(uri: string, position: Position) {
    const asked = await this.#asked(uri, position);
    const href = (path: string, line: number) => `${this.#edits.uriOf(path)}#L${line}`;
    const found = asked && hoverText(asked.file, asked.offset, asked.workspace, asked.documentation, href);
    return found && { markdown: found.markdown, range: rangeOf(found.span) };
  }

  #structure(connection: Connection): void {
    const file = (uri: string) => this.#documents.file(uri);
    const whenNginx = <T>(uri: string, answer: (file: NginxFile) => T): T | null => {
      const found = file(uri);
      return found ? answer(found) : null;
    };
    connection.onDocumentSymbol(({ textDocument: { uri } }) => whenNginx(uri, documentSymbols));
    connection.onFoldingRanges(({ textDocument: { uri } }) => whenNginx(uri, foldingRanges));
    connection.onSelectionRanges(({ textDocument: { uri }, positions }) =>
      whenNginx(uri, (found) => selectionRanges(found, positions)),
    );
    connection.onDocumentFormatting(({ textDocument: { uri }, options }) =>
      whenNginx(uri, (found) => formattingEdits(found, options)),
    );
    connection.onDocumentRangeFormatting(({ textDocument: { uri }, options, range }) =>
      whenNginx(uri, (found) =>
        formattingEdits(found, options, { first: range.start.line, last: range.end.line }),
      ),
    );
    const { semanticTokens: tokens } = connection.languages;
    tokens.on(({ textDocument: { uri } }) => whenNginx(uri, semanticTokens) ?? { data: [] });
    tokens.onRange(
      ({ textDocument: { uri }, range }) =>
        whenNginx(uri, (found) => semanticTokens(found, range)) ?? { data: [] },
    );
    connection.onDocumentLinks(async ({ textDocument: { uri } }) => {
      if (!file(uri)) return null;
      const workspace = await this.#documents.settled();
      return whenNginx(uri, (found) => documentLinks(found, workspace, this.#edits.uriOf));
    });
  }

  #writing(connection: Connection): void {
    connection.onCompletion(async ({ textDocument: { uri }, position, context }) => {
      const asked = await this.#asked(uri, position);
      const byCharacter = context?.triggerKind === CompletionTriggerKind.TriggerCharacter;
      return asked ? completionItems(asked, byCharacter, this.#completion) : null;
    });
    connection.onCompletionResolve(async (item) => resolveItem(item, await this.#documented()));
    connection.onSignatureHelp(async ({ textDocument: { uri }, position }) => {
      const asked = await this.#asked(uri, position);
      return asked ? signatureHelp(asked) : null;
    });
  }

  #names(connection: Connection): void {
    const { uriOf } = this.#edits;
    const place = async (uri: string, position: Position, writes = false) => {
      if (!this.#documents.file(uri)) return undefined;
      const workspace = await (writes ? this.#documents.reviewed() : this.#documents.settled());
      const file = this.#documents.file(uri);
      return file && { file, workspace, offset: offsetOf(file.source, position) };
    };
    connection.onDefinition(async ({ textDocument: { uri }, position }) => {
      const at = await place(uri, position);
      return at ? definitionLocations(at.file, at.offset, at.workspace, uriOf) : null;
    });
    connection.onReferences(async ({ textDocument: { uri }, position, context }) => {
      const at = await place(uri, position);
      return at
        ? referenceLocations(at.file, at.offset, at.workspace, context.includeDeclaration, uriOf)
        : null;
    });
    connection.onPrepareRename(async ({ textDocument: { uri }, position }) => {
      const at = await place(uri, position, true);
      return at ? prepareRename(at.file, at.offset, at.workspace) : null;
    });
    connection.onRenameRequest(async ({ textDocument: { uri }, position, newName }) => {
      const at = await place(uri, position, true);
      return at ? renameEdit(at.file, at.offset, newName, at.workspace, this.#edits) : null;
    });
  }

  #documented(): Promise<Documentation> {
    this.#documentation ??= loadDocumentation();
    return this.#documentation;
  }

  /** While one types, what was reviewed last is enough: nothing waits for the next review. */
  async #asked(uri: string, position: Position): Promise<Asked | undefined> {
    const documentation = await this.#documented();
    const file = this.#documents.file(uri);
    if (!file) return undefined;
    const { workspace } = this.#documents;
    return { file, workspace, documentation, offset: offsetOf(file.source, position) };
  }
}
