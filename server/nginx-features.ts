import {
  type ClientCapabilities,
  type Connection,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  RegistrationType,
  SelectionRangeRequest,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { NginxDocuments } from './nginx-documents.ts';
import { documentLinks, documentSymbols, foldingRanges, selectionRanges } from './nginx-structure.ts';
import type { Session } from './session.ts';

type TextDocumentCapability = keyof NonNullable<ClientCapabilities['textDocument']>;

/** A feature that only nginx files have: other files' own providers are left alone where the client lets us say so. */
interface Feature {
  readonly method: string;
  readonly client: TextDocumentCapability;
  readonly server: keyof ServerCapabilities;
  readonly options: object | true;
}

const features: readonly Feature[] = [
  {
    method: DocumentSymbolRequest.method,
    client: 'documentSymbol',
    server: 'documentSymbolProvider',
    options: true,
  },
  {
    method: FoldingRangeRequest.method,
    client: 'foldingRange',
    server: 'foldingRangeProvider',
    options: true,
  },
  {
    method: SelectionRangeRequest.method,
    client: 'selectionRange',
    server: 'selectionRangeProvider',
    options: true,
  },
  { method: DocumentLinkRequest.method, client: 'documentLink', server: 'documentLinkProvider', options: {} },
];

function isDynamic(client: ClientCapabilities, feature: Feature): boolean {
  const own = client.textDocument?.[feature.client];
  return own !== undefined && 'dynamicRegistration' in own && own.dynamicRegistration === true;
}

/** What is told at once, for every document: the features that the client cannot be told of for nginx files alone. */
export function nginxCapabilities(client: ClientCapabilities): ServerCapabilities {
  const there = features.filter((feature) => !isDynamic(client, feature));
  return Object.fromEntries(there.map(({ server, options }) => [server, options]));
}

/** Tell the client of the rest, for nginx files alone. */
export function registerNginxFeatures(connection: Connection, client: ClientCapabilities): void {
  const documentSelector = [{ language: 'nginx' }];
  const dynamic = features.filter((feature) => isDynamic(client, feature));
  for (const { method, options } of dynamic)
    void connection.client.register(new RegistrationType<object>(method), {
      documentSelector,
      ...(options !== true && options),
    });
}

/** Answer what an editor asks about nginx files; nothing for any other. */
export function serveNginx(connection: Connection, session: Session): void {
  const documents = new NginxDocuments(session);
  const uriOf = (path: string) => session.uriOf(path);
  connection.onDocumentSymbol(({ textDocument }) => {
    const file = documents.file(textDocument.uri);
    return file && documentSymbols(file);
  });
  connection.onFoldingRanges(({ textDocument }) => {
    const file = documents.file(textDocument.uri);
    return file && foldingRanges(file);
  });
  connection.onSelectionRanges(({ textDocument, positions }) => {
    const file = documents.file(textDocument.uri);
    return file && selectionRanges(file, positions);
  });
  connection.onDocumentLinks(async ({ textDocument }) => {
    const workspace = await documents.settled();
    const file = documents.file(textDocument.uri);
    return file && documentLinks(file, workspace, uriOf);
  });
}
