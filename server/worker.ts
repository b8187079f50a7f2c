import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { clientFiles } from './client-files.ts';
import { serve } from './connect.ts';
import { noFiles } from './files.ts';

/** The part of a web worker's global scope that is used here. */
declare const self: ConstructorParameters<typeof BrowserMessageReader>[0];

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));

serve(connection, {
  files: (of, clientServes) => (clientServes ? clientFiles(of) : noFiles),
  later: (callback) => {
    setTimeout(callback, 0);
  },
  ruleLink: () => undefined,
});
